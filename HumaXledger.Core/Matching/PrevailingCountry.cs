using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>The country that more than half of all addresses name: what a phone number without calling code most likely means.</summary>
internal static class PrevailingCountry
{
    public static string? Of(IReadOnlyList<Person> huma, IReadOnlyList<Person> xledger)
    {
        var counts = new Dictionary<string, int>();
        var total = 0;
        foreach (var people in new[] { huma, xledger })
        {
            foreach (var person in people)
            {
                if (person[Field.Address].TextOrNull is { } text && Country.Read(Address.Read(text).Country) is { } country)
                {
                    counts[country] = counts.GetValueOrDefault(country) + 1;
                    total++;
                }
            }
        }

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
