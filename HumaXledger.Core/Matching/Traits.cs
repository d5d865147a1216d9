using System.Collections.Concurrent;
using HumaXledger.Core.Matching.Candidates;
using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.Matching.Names;
using HumaXledger.Core.Matching.Weights;

namespace HumaXledger.Core.Matching;

/// <summary>What evidence is weighed with: the features of all records, the candidate pairs, and the weights.</summary>
internal sealed class Traits
{
    private Traits(RecordFeatures[] huma, RecordFeatures[] xledger) => (Huma, Xledger) = (huma, xledger);

    /// <summary>Features by position.</summary>
    public RecordFeatures[] Huma { get; }

    /// <summary>Features by position.</summary>
    public RecordFeatures[] Xledger { get; }

    /// <summary>Positions of the candidate pairs, Huma's in the upper half, in order.</summary>
    public ulong[] CandidatePairs { get; private init; } = [];

    /// <summary>The weight and pattern of each candidate pair.</summary>
    public (Weight Weight, Pattern Pattern)[] Seen { get; private init; } = [];

    public LevelWeights Weights { get; private init; } = LevelWeights.ByHand;

    /// <summary>Reads the features of everybody; expensive with many people.</summary>
    /// <param name="distinct">Pairs that are no candidates, as in <see cref="CandidatePairs"/>.</param>
    public static Traits Of(Roster huma, Roster xledger, KnownPairs known, HashSet<ulong> distinct)
    {
        var names = new NameKeyCache();
        var (humaFeatures, xledgerFeatures) = (RecordFeatures.Of(huma, names), RecordFeatures.Of(xledger, names));
        var pairs = BlockingKeys.Candidates(humaFeatures, xledgerFeatures, known.HumaFree, known.XledgerFree);
        if (distinct.Count > 0)
        {
            pairs = Array.FindAll(pairs, pair => !distinct.Contains(pair));
        }

        var (seen, patterns) = Weigh(humaFeatures, xledgerFeatures, pairs);
        return new Traits(humaFeatures, xledgerFeatures)
        {
            CandidatePairs = pairs,
            Seen = seen,
            Weights = LearnedWeights.From(humaFeatures, xledgerFeatures, patterns),
        };
    }

    private static ((Weight Weight, Pattern Pattern)[] Seen, PatternCounts Patterns) Weigh(
        RecordFeatures[] huma,
        RecordFeatures[] xledger,
        ulong[] candidatePairs
    )
    {
        var (seen, patterns) = (new (Weight, Pattern)[candidatePairs.Length], new PatternCounts());
        if (candidatePairs.Length > 0)
        {
            var counts = LearnedWeights.HasEnough(huma, xledger);
            Parallel.ForEach(
                Partitioner.Create(0, candidatePairs.Length, Math.Max(1024, candidatePairs.Length / 32)),
                static () => new PatternCounts(),
                (range, _, counted) =>
                {
                    for (var index = range.Item1; index < range.Item2; index++)
                    {
                        var (weight, pattern) = Weighing.Weigh(
                            huma[(int)(candidatePairs[index] >> 32)],
                            xledger[(int)(uint)candidatePairs[index]]
                        );
                        seen[index] = (weight, pattern);
                        if (counts)
                        {
                            counted.Add(pattern, weight.Bits);
                        }
                    }

                    return counted;
                },
                counted =>
                {
                    lock (patterns)
                    {
                        patterns.Add(counted);
                    }
                }
            );
        }

        return (seen, patterns);
    }
}
