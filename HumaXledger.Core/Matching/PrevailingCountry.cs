using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>
/// The country that more than half of all addresses name: what a phone number without calling code most likely means. Where no address names any, that of more than half of the phone numbers with one.
/// </summary>
internal static class PrevailingCountry
{
    /// <summary>More values than this would not change the answer; they are taken evenly from the whole side.</summary>
    private const int Sample = 2000;

    /// <param name="huma">In the order of their ids, so that the sample is always the same.</param>
    public static string? Of(Person[] huma, Person[] xledger)
    {
        var addresses = Count(huma, xledger, Field.Address, text => Country.Read(Address.Read(text).Country));
        return MoreThanHalf(addresses.Count > 0 ? addresses : Count(huma, xledger, Field.Phone, PhoneNumber.CountryOf));
    }

    private static Dictionary<string, int> Count(Person[] huma, Person[] xledger, Field field, Func<string, string?> countryOf)
    {
        var counts = new Dictionary<string, int>();
        foreach (var people in new[] { huma, xledger })
        {
            var step = Math.Max(1, people.Length / Sample);
            for (var position = 0; position < people.Length; position += step)
            {
                if (people[position][field].TextOrNull is { } text && countryOf(text) is { } country)
                {
                    counts[country] = counts.GetValueOrDefault(country) + 1;
                }
            }
        }

        return counts;
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
