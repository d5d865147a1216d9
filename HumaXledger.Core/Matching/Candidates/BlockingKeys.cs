using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.Matching.Names;
using HumaXledger.Core.Matching.Weights;

namespace HumaXledger.Core.Matching.Candidates;

/// <summary>
/// Blocking: finds the candidate pairs without comparing all records with each other; two records are a candidate pair
/// where they share a key. Also counts how many people of one side share a value, since a common value is weak
/// evidence.
/// </summary>
internal static class BlockingKeys
{
    /// <summary>
    /// Keys with more pairs than this (a switchboard's phone, a filler date) are skipped; true pairs also share a rarer
    /// key.
    /// </summary>
    private const long LargestBlock = 2500;

    /// <summary>
    /// Names shared by more than 16 people per side are no blocking key: they have no weight left
    /// (<see cref="ComparisonLevels.Whole"/>).
    /// </summary>
    private const long LargestBlockOfNames = 256;

    /// <summary>The limit for parts of values, which many records share.</summary>
    private const long LargestBlockOfParts = 36;

    private const int LengthOfPart = 5;

    private delegate ulong KeyOf(RecordFeatures features, int variant);

    private delegate void Count(ref ValueCounts counts, int count);

    private sealed record Kind(KeyOf Key, int Variants, Count? Count)
    {
        public long Largest { get; init; } = LargestBlock;
    }

    private static readonly Kind[] Kinds =
    [
        new((features, _) => features.Email.Hash, 1, static (ref counts, count) => counts.Email = count),
        new((features, _) => features.EmailLocalPart.Hash, 1, null),
        new(
            (features, _) => features.BareEmploymentId.Hash,
            1,
            static (ref counts, count) => counts.EmploymentId = count
        ),
        new(
            (features, _) => features.IdentificationKey,
            1,
            static (ref counts, count) => counts.Identification = count
        ),
        new((features, _) => features.Phone.Hash, 1, static (ref counts, count) => counts.Phone = count),
        new((features, _) => Birth(features), 1, static (ref counts, count) => counts.Birth = count),
        new((features, _) => FullName(features, loose: false), 1, static (ref counts, count) => counts.Name = count)
        {
            Largest = LargestBlockOfNames,
        },
        new((features, _) => FullName(features, loose: true), 1, null) { Largest = LargestBlockOfNames },
        // Two variants, the beginning and the end of the address, for typing errors in the other part.
        new((features, variant) => PartOfEmail(features, variant), 2, null) { Largest = LargestBlockOfParts },
        new(
            (features, _) => features.Street.IsKnown ? TextHash.Mix(features.Street.Hash, features.PostalCode.Hash) : 0,
            1,
            null
        )
        {
            Largest = LargestBlockOfParts,
        },
        new((features, variant) => OneNameAndLetter(features, variant), 2, null) { Largest = LargestBlockOfParts },
        // One name and the date of birth: finds changed and misspelled names where the date alone is too common.
        new((features, variant) => BirthAnd(features, variant == 0 ? features.Given : features.Family), 2, null),
    ];

    /// <summary>
    /// Candidate pairs as positions (Huma's in the upper half), each once, in order, at least one side of each free.
    /// Sets <see cref="RecordFeatures.ValueCounts"/> of all records.
    /// </summary>
    public static ulong[] Candidates(
        RecordFeatures[] huma,
        RecordFeatures[] xledger,
        bool[] humaFree,
        bool[] xledgerFree
    )
    {
        var found = new List<ulong>[Kinds.Length];
        Parallel.For(
            0,
            Kinds.Length,
            static () => new KeyGroups(),
            (index, _, groups) =>
            {
                found[index] = FindPairs(Kinds[index], groups, huma, xledger, humaFree, xledgerFree);
                return groups;
            },
            static _ => { }
        );

        return PairOrder.Of(found, huma.Length);
    }

    private static List<ulong> FindPairs(
        Kind kind,
        KeyGroups groups,
        RecordFeatures[] huma,
        RecordFeatures[] xledger,
        bool[] humaFree,
        bool[] xledgerFree
    )
    {
        groups.Restart((huma.Length + xledger.Length) * kind.Variants);
        for (var variant = 0; variant < kind.Variants; variant++)
        {
            for (var position = 0; position < huma.Length; position++)
            {
                groups.Add(kind.Key(huma[position], variant), position);
            }

            for (var position = 0; position < xledger.Length; position++)
            {
                groups.Add(kind.Key(xledger[position], variant), ~position);
            }
        }

        groups.Group();
        var keys = groups.Keys;
        var owners = groups.Owners;
        var pairs = new List<ulong>();
        for (var start = 0; start < keys.Length; )
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                FindPairs(kind, owners[start..end], huma, xledger, humaFree, xledgerFree, pairs);
            }

            start = end;
        }

        return pairs;
    }

    private static void FindPairs(
        Kind kind,
        ReadOnlySpan<int> owners,
        RecordFeatures[] huma,
        RecordFeatures[] xledger,
        bool[] humaFree,
        bool[] xledgerFree,
        List<ulong> pairs
    )
    {
        int ofHuma = 0,
            freeOfHuma = 0,
            freeOfXledger = 0;
        foreach (var owner in owners)
        {
            if (owner >= 0)
            {
                ofHuma++;
                freeOfHuma += humaFree[owner] ? 1 : 0;
            }
            else
            {
                freeOfXledger += xledgerFree[~owner] ? 1 : 0;
            }
        }

        var ofXledger = owners.Length - ofHuma;
        if (kind.Count is { } countAs)
        {
            foreach (var owner in owners)
            {
                if (owner >= 0)
                {
                    countAs(ref huma[owner].ValueCounts, ofHuma);
                }
                else
                {
                    countAs(ref xledger[~owner].ValueCounts, ofXledger);
                }
            }
        }

        var size = ((long)freeOfHuma * ofXledger) + ((long)(ofHuma - freeOfHuma) * freeOfXledger);
        if (size == 0 || size > kind.Largest)
        {
            return;
        }

        foreach (var one in owners)
        {
            if (one < 0)
            {
                continue;
            }

            foreach (var other in owners)
            {
                if (other < 0 && (humaFree[one] || xledgerFree[~other]))
                {
                    pairs.Add(((ulong)(uint)one << 32) | (uint)~other);
                }
            }
        }
    }

    /// <summary>
    /// One name and the first letter of the other: finds a typing error in a name where the dates of birth are unknown
    /// or differ.
    /// </summary>
    private static ulong OneNameAndLetter(RecordFeatures features, int variant)
    {
        var (one, other) = variant == 0 ? (features.Given, features.Family) : (features.Family, features.Given);
        return one.IsEmpty || other.IsEmpty ? 0 : TextHash.Mix(one.Sound.First, other.JoinedFolded[0]);
    }

    private static ulong Birth(RecordFeatures features)
    {
        if (features.Birth is not { } date)
        {
            return 0;
        }

        // Exchanged day and month share a key.
        var (less, more) = date.Day <= 12 && date.Day < date.Month ? (date.Day, date.Month) : (date.Month, date.Day);
        return (ulong)((date.Year * 10000) + (less * 100) + more);
    }

    private static ulong PartOfEmail(RecordFeatures features, int variant) =>
        features.EmailLocalPart.Text is { Length: > LengthOfPart } local
            ? TextHash.Of(variant == 0 ? local[..LengthOfPart] : local[^LengthOfPart..])
            : 0;

    private static ulong BirthAnd(RecordFeatures features, NameKeys name) =>
        Birth(features) is var birth and not 0 && !name.IsEmpty ? TextHash.Mix(name.Sound.First, birth) : 0;

    /// <summary>The first given and the last family name in either order; the strict form uses all words.</summary>
    private static ulong FullName(RecordFeatures features, bool loose)
    {
        if (features.Given.IsEmpty || features.Family.IsEmpty)
        {
            return 0;
        }

        return loose
            ? features.Given.Sound.First + features.Family.Sound.Last
            : features.Given.Sound.Whole + features.Family.Sound.Whole;
    }
}
