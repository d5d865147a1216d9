using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching;

/// <summary>
/// Finds records of one side with the same id. Ids are then not reliable and nothing may be concluded from them.
/// </summary>
public static class DuplicateIds
{
    /// <summary>At most this many ids are named.</summary>
    private const int MostNamed = 10;

    /// <summary>
    /// Why these people cannot be compared, naming the ids; null where each id is unique on its side.
    /// </summary>
    public static Reason? Refusal(IReadOnlyList<Person> huma, IReadOnlyList<Person> xledger) =>
        Refusal(Side.Huma, huma) ?? Refusal(Side.Xledger, xledger);

    private static Reason? Refusal(Side side, IReadOnlyList<Person> people)
    {
        var seen = new HashSet<string>(people.Count, StringComparer.Ordinal);
        SortedSet<string>? twice = null;
        foreach (var person in people)
        {
            if (!seen.Add(person.Id))
            {
                (twice ??= new SortedSet<string>(StringComparer.Ordinal)).Add(person.Id);
            }
        }

        if (twice is null)
        {
            return null;
        }

        var named = string.Join(", ", twice.Take(MostNamed));
        return new Reason(MatchingReasons.SameIds, side.ToString(), twice.Count > MostNamed ? $"{named} …" : named);
    }
}
