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

    /// <summary>How many records of one side name each country; read by <see cref="OfSide"/>.</summary>
    /// <param name="People">In the order of their ids, so that the sample is stable.</param>
    /// <param name="Addresses">By their home addresses.</param>
    /// <param name="Others">By their accounts, their identifications and their employers.</param>
    public sealed record Counts(Person[] People, Dictionary<string, int> Addresses, Dictionary<string, int> Others);

    /// <summary>
    /// Counts the countries of one side. Reading an address takes longer than comparing a person, so each is read once
    /// and both sides may be read at the same time.
    /// </summary>
    public static Counts OfSide(Person[] people)
    {
        var counts = new Counts(people, [], []);
        foreach (var person in SampleOf(people))
        {
            Add(counts.Addresses, CountryEvidence.HomeIn(person));
            Add(counts.Others, NumberCountry.Stated(Field.BankAccount, person[Field.BankAccount]));
            Add(counts.Others, NumberCountry.Stated(Field.Identification, person[Field.Identification]));
            Add(counts.Others, person.EmployerCountry);
        }

        return counts;
    }

    /// <summary>The countries of both sides together.</summary>
    /// <param name="stated">The usual country by configuration; null for none.</param>
    public static OrganizationCountries Organization(Counts huma, Counts xledger, string? stated)
    {
        var seen = Together(huma.Addresses, xledger.Addresses);
        var usual = Country.Read(stated)
            ?? MoreThanHalf(seen.Count > 0 ? seen : Together(Phones(huma.People), Phones(xledger.People)));
        seen = Together(seen, Together(huma.Others, xledger.Others));
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

    private static Dictionary<string, int> Phones(Person[] people)
    {
        var counts = new Dictionary<string, int>();
        foreach (var person in SampleOf(people))
        {
            Add(counts, NumberCountry.Stated(Field.Phone, person[Field.Phone]));
        }

        return counts;
    }

    // No iterator, which would name the thread: matching names nothing of its surroundings.
    private static Person[] SampleOf(Person[] people)
    {
        var step = Math.Max(1, people.Length / Sample);
        var sample = new Person[(people.Length + step - 1) / step];
        for (var index = 0; index < sample.Length; index++)
        {
            sample[index] = people[index * step];
        }

        return sample;
    }

    private static void Add(Dictionary<string, int> counts, string? country, int count = 1)
    {
        if (country is not null)
        {
            counts[country] = counts.GetValueOrDefault(country) + count;
        }
    }

    private static Dictionary<string, int> Together(Dictionary<string, int> one, Dictionary<string, int> other)
    {
        var sum = new Dictionary<string, int>(one);
        foreach (var (country, count) in other)
        {
            Add(sum, country, count);
        }

        return sum;
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
