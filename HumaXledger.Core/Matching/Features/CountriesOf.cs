using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;

namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// The countries of an organization, from its records. The usual one is the country of more than half of all addresses;
/// without addresses, that of more than half of the phone numbers with a calling code.
/// </summary>
internal static class CountriesOf
{
    /// <summary>
    /// The number of records per side that are read, spread evenly; more would not change the result.
    /// </summary>
    private const int Sample = 2000;

    /// <summary>The countries of both sides together.</summary>
    /// <param name="huma">In the order of their ids, so that the sample is stable.</param>
    /// <param name="xledger">In the order of their ids.</param>
    /// <param name="stated">The usual country by configuration; null for none.</param>
    public static OrganizationCountries Organization(Person[] huma, Person[] xledger, string? stated)
    {
        var addresses = Count(huma, xledger, Person, Field.Address);
        var usual = Country.Read(stated)
            ?? MoreThanHalf(addresses.Count > 0 ? addresses : Count(huma, xledger, Person, Field.Phone));
        var seen = Count(huma, xledger, Person, Field.Address, Field.BankAccount, Field.Identification);
        Add(seen, Count(huma, xledger, Employer, Field.Address));
        if (usual is not null)
        {
            seen.TryAdd(usual, 0);
        }

        return new OrganizationCountries(
            usual,
            [
                .. seen.OrderByDescending(entry => entry.Value)
                    .ThenBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => entry.Key),
            ]
        );
    }

    private static string? Person(Person person, Field field) => NumberCountry.Stated(field, person[field]);

    private static string? Employer(Person person, Field field) => person.EmployerCountry;

    private static Dictionary<string, int> Count(
        Person[] huma,
        Person[] xledger,
        Func<Person, Field, string?> countryOf,
        params ReadOnlySpan<Field> fields
    )
    {
        var counts = new Dictionary<string, int>();
        foreach (var people in new[] { huma, xledger })
        {
            var step = Math.Max(1, people.Length / Sample);
            for (var position = 0; position < people.Length; position += step)
            {
                foreach (var field in fields)
                {
                    if (countryOf(people[position], field) is { } country)
                    {
                        counts[country] = counts.GetValueOrDefault(country) + 1;
                    }
                }
            }
        }

        return counts;
    }

    private static void Add(Dictionary<string, int> counts, Dictionary<string, int> more)
    {
        foreach (var (country, count) in more)
        {
            counts[country] = counts.GetValueOrDefault(country) + count;
        }
    }

    private static string? MoreThanHalf(Dictionary<string, int> counts)
    {
        var total = counts.Values.Sum();
        foreach (var (country, count) in counts)
        {
            if (count * 2 > total)
            {
                return country;
            }
        }

        return null;
    }
}
