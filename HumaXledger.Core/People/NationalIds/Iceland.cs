using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>
/// Kennitala: day, month, year, two digits, a check digit, the century. Organizations add 40 to the day; system numbers
/// (kerfiskennitala) begin with 8 or 9 and have no date. The number does not encode gender.
/// </summary>
/// <remarks>
/// Source: Þjóðskrá, "Kennitölur án vartölu": from 18 February 2026 numbers are issued without a calculated check
/// digit, so from that day a wrong digit is a warning and refuses nothing.
/// </remarks>
internal static class Iceland
{
    private const int Organization = 40;
    private const int SystemNumber = 80;

    private static readonly DateOnly WithoutCheckDigit = new(2026, 2, 18);

    public static NationalId? Read(RawId raw, DateOnly today, out Reason? problem)
    {
        if (raw.Shape != RawShape.TenDigits)
        {
            return Births.Refuse(ValueReasons.IdentificationFormat, "IS", out problem);
        }

        var (day, month, year) = raw.Pairs;
        if (day >= SystemNumber)
        {
            problem = null;
            return new NationalId(
                "IS",
                raw.Number,
                NationalIdKind.Temporary,
                DateOfBirth: null,
                DateIsExact: false,
                GenderOf: null
            );
        }

        if (day > Organization)
        {
            return Births.Refuse(ValueReasons.IdentificationNotPerson, "IS", out problem);
        }

        int? century = raw.Digit(9) switch
        {
            8 => 1800,
            9 => 1900,
            0 => 2000,
            _ => null,
        };
        if (century is null || Births.Date(century.Value + year, month, day) is not { } birth || birth > today)
        {
            return Births.Refuse(ValueReasons.IdentificationDate, "IS", out problem);
        }

        var fits = CheckDigitFits(raw);
        if (!fits && today < WithoutCheckDigit)
        {
            return Births.Refuse(ValueReasons.IdentificationChecksum, "IS", out problem);
        }

        problem = null;
        return new NationalId(
            "IS",
            raw.Number,
            NationalIdKind.Ordinary,
            birth,
            DateIsExact: true,
            GenderOf: null,
            fits
        );
    }

    private static bool CheckDigitFits(RawId raw)
    {
        ReadOnlySpan<int> weights = [3, 2, 7, 6, 5, 4, 3, 2, 1];
        var sum = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            sum += raw.Digit(index) * weights[index];
        }

        return sum % 11 == 0;
    }
}
