using System.Globalization;
using HumaXledger.Tests.People;

namespace HumaXledger.Tests.Planning;

/// <summary>Valid numbers of invented people, by the country that issues them.</summary>
internal static class CountryNumbers
{
    public const string Far = "DE";

    public static readonly string[] Countries = ["NO", "SE", "DK", "FI", "IS", Far];

    public static readonly Dictionary<string, Numbers> Of = new()
    {
        ["NO"] = new(
            "40 12 34 56",
            "+4740123456",
            "40 12 34 57",
            "86011117947",
            NationalIdBuilder.NorwegianAccount("1503208011")!,
            NationalIdBuilder.NorwegianFrom("170590", 123),
            NationalIdBuilder.NorwegianFrom("170590", 231)
        ),
        ["SE"] = new(
            "070-123 45 67",
            "+46701234567",
            "070-123 45 68",
            "58398257466",
            "58398257474",
            NationalIdBuilder.Swedish("900517123"),
            NationalIdBuilder.Swedish("900517232")
        ),
        ["DK"] = new(
            "21 70 41 76",
            "+4521704176",
            "21 70 41 77",
            "22571000004369",
            "22571000004370",
            "1705901234",
            "1705902234"
        ),
        ["FI"] = new(
            "040 123 4567",
            "+358401234567",
            "040 123 4568",
            "12345600000785",
            "12345600000793",
            NationalIdBuilder.Finnish("170590", '-', 123),
            NationalIdBuilder.Finnish("170590", '-', 231)
        ),
        ["IS"] = new(
            "611 2345",
            "+3546112345",
            "611 2346",
            "015926007654",
            "015926007662",
            Icelandic("17059012"),
            Icelandic("17059023")
        ),
        [Far] = new(
            "01512 3456789",
            "+4915123456789",
            "01512 3456780",
            "370400440532013000",
            "370400440532013001",
            "12170590M123",
            "12170590M231"
        ),
    };

    /// <param name="Phone">In the country's own spelling; <paramref name="Stated"/> is the same number in E.164,
    /// <paramref name="OtherPhone"/> another one.</param>
    public sealed record Numbers(
        string Phone,
        string Stated,
        string OtherPhone,
        string Account,
        string OtherAccount,
        string Id,
        string OtherId
    );

    private static string Icelandic(string eight)
    {
        for (var tried = int.Parse(eight, CultureInfo.InvariantCulture); ; tried++)
        {
            if (NationalIdBuilder.Icelandic($"{tried:00000000}", '9') is { } number)
            {
                return number;
            }
        }
    }
}
