using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Tests.Planning;

/// <summary>
/// Phone numbers without a calling code: the country comes from the records, the administrator is not asked.
/// </summary>
public class NationalSpellingTests
{
    [Fact]
    public void Phones_NoAddressButACallingCodeBesideANationalSpelling_AreTheSameNumber() =>
        Assert.Empty(
            Differences(
                [ComparisonBuilder.Huma("1", (Field.Phone, "+47 912 34 567"))],
                [ComparisonBuilder.Xledger("1", (Field.Phone, "91234567"))]
            )
        );

    [Fact]
    public void Phones_AddressesNameAnotherCountryThanTheCallingCodes_AreReadByTheAddresses()
    {
        var address = ComparisonBuilder.Address("Storgatan 1", "111 22", "Stockholm", "SE");

        Assert.Empty(
            Differences(
                [
                    ComparisonBuilder.Huma("1", (Field.Phone, "070-123 45 67"), (Field.Address, address)),
                    ComparisonBuilder.Huma("2", (Field.Phone, "+47 912 34 567")),
                    ComparisonBuilder.Huma("3", (Field.Phone, "+47 912 34 568")),
                ],
                [ComparisonBuilder.Xledger("1", (Field.Phone, "+46701234567"), (Field.Address, address))]
            )
        );
    }

    [Fact]
    public void Phones_WithoutAnyCountry_AreNotGuessed() =>
        Assert.Equal(
            [Field.Phone],
            Differences(
                [ComparisonBuilder.Huma("1", (Field.Phone, "912 34 567"))],
                [ComparisonBuilder.Xledger("1", (Field.Phone, "0912 34 567"))]
            )
        );

    private static IEnumerable<Field> Differences(IReadOnlyList<Person> huma, IReadOnlyList<Person> xledger) =>
        Comparison
            .Of(ComparisonBuilder.Input(huma, xledger) with { Country = null }, [])
            .Differences.Select(difference => difference.Field);
}
