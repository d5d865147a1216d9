using System.Text;
using HumaXledger.Core.People;

namespace HumaXledger.Tests.Planning;

/// <summary>A person whose values are spelled otherwise in each system, in three hundred ways.</summary>
public sealed class SpellingOnlyTests
{
    private const int Spellings = 300;
    private static readonly string[] Spaces = [" ", "  ", "\u00A0", " \u2009 ", "\t"];
    private static readonly string[] Phones = ["91234567", "+47 912 34 567", "0047 91 23 45 67", "912 34 567"];

    [Fact]
    public void Person_SpelledInThreeHundredWays_HasNoDifference()
    {
        var random = new Random(19);
        var address = ("Nedre Slottsgate 12 B", "0157", "Ås");
        var user = ComparisonBuilder.Huma(
            "1",
            (Field.GivenName, "Kåre André"),
            (Field.FamilyName, "Åsheim Børre"),
            (Field.JobTitle, "Fagansvarlig for måling"),
            (Field.Phone, "+4791234567"),
            (Field.Address, ComparisonBuilder.Address(address.Item1, address.Item2, address.Item3))
        );
        var differences = Enumerable
            .Range(0, Spellings)
            .SelectMany(_ =>
            {
                var employee = ComparisonBuilder.Xledger(
                    "1",
                    (Field.GivenName, Spelled("Kåre André", random)),
                    (Field.FamilyName, Spelled("Åsheim Børre", random)),
                    (Field.JobTitle, Spelled("Fagansvarlig for måling", random)),
                    (Field.Phone, Phones[random.Next(Phones.Length)]),
                    (
                        Field.Address,
                        ComparisonBuilder.Address(
                            Spelled(Cased(address.Item1, random), random),
                            address.Item2,
                            Spelled(Cased(address.Item3, random), random)
                        )
                    )
                );
                return ComparisonBuilder.Linked([user], [employee]).Differences;
            })
            .Select(one => $"{one.Field}: {one.Huma} and {one.Xledger}")
            .ToList();

        Assert.Empty(differences);
    }

    // Composed or not, and with other spaces between, before and after the words.
    private static string Spelled(string text, Random random)
    {
        var spaced = string.Concat(text.Select(one => one == ' ' ? Space() : $"{one}"));
        var around = random.Next(3) == 0 ? Space() + spaced + Space() : spaced;
        return around.Normalize(random.Next(2) == 0 ? NormalizationForm.FormC : NormalizationForm.FormD);

        string Space() => Spaces[random.Next(Spaces.Length)];
    }

    private static string Cased(string text, Random random) =>
        string.Concat(
            text.Select(one => random.Next(2) == 0 ? char.ToUpperInvariant(one) : char.ToLowerInvariant(one))
        );
}
