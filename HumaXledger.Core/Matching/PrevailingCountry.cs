using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>The country that more than half of all addresses name: what a phone number without calling code most likely means.</summary>
internal static class PrevailingCountry
{
    /// <summary>More addresses than this would not change the answer; they are taken evenly from the whole side.</summary>
    private const int Sample = 2000;

    /// <param name="huma">In the order of their ids, so that the sample is always the same.</param>
    public static string? Of(Person[] huma, Person[] xledger)
    {
        var counts = new Dictionary<string, int>();
        var total = 0;
        foreach (var people in new[] { huma, xledger })
        {
            var step = Math.Max(1, people.Length / Sample);
            for (var position = 0; position < people.Length; position += step)
            {
                if (people[position][Field.Address].TextOrNull is { } text && Country.Read(Address.Read(text).Country) is { } country)
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
