using HumaXledger.Core.Matching.Features;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// Learns the weights of the comparison levels from an organization's own pairs by Fellegi and Sunter's model: the
/// shares among true pairs by expectation maximization, those among strangers by sampling random pairs.
/// </summary>
/// <remarks>
/// Both are shrunk towards the expectation of the hand-set weights, so that little data changes little. Only integer
/// counts of patterns come from the records, summed in the order of the patterns: neither the order of the records nor
/// their ids affect the result. Certainty depends on signs (<see cref="Weight.IsCertain"/>) and not on weights.
/// </remarks>
internal static class LearnedWeights
{
    /// <summary>With fewer people on a side the hand-set weights are used.</summary>
    private const int LeastPeople = 200;

    private const int Rounds = 8;

    /// <summary>The number of observations that the hand-set weight is worth.</summary>
    private const double PriorCount = 20;

    /// <summary>The number of random pairs that are sampled.</summary>
    private const int Drawn = 20_000;

    /// <summary>The most bits that a weight may gain or lose; its sign never changes.</summary>
    private const double MostFor = 1;

    private const double LeastShareFor = 0.5;
    private const double MostAgainst = 1;
    private const double LeastShareAgainst = 0.35;

    /// <summary>Whether there are enough people on both sides to learn from.</summary>
    public static bool HasEnough(RecordFeatures[] huma, RecordFeatures[] xledger) =>
        Math.Min(huma.Length, xledger.Length) >= LeastPeople;

    /// <summary>The weights of an organization; the hand-set ones where it has too few people.</summary>
    /// <param name="seen">The patterns of all weighed pairs; unused where there are too few people.</param>
    public static LevelWeights From(RecordFeatures[] huma, RecordFeatures[] xledger, PatternCounts seen)
    {
        if (!HasEnough(huma, xledger))
        {
            return LevelWeights.ByHand;
        }

        var patterns = seen.InOrder();
        var strangers = Strangers(huma, xledger);

        // Levels against a pair start at their least weight: a level taken as impossible is never seen in a true pair,
        // so its weight could not be learned.
        var added = Array.ConvertAll(WeightOf, static weight => weight < 0 ? -(1 - LeastShareAgainst) * weight : 0);
        for (var round = 0; round < Rounds; round++)
        {
            var expected = new double[added.Length];
            var known = new double[Enum.GetValues<Comparator>().Length];
            foreach (var (pattern, count, bits) in patterns)
            {
                var strength = bits - ComparisonLevels.Prior;
                foreach (var learned in pattern)
                {
                    strength += added[learned];
                }

                var same = count / (1 + Math.Pow(2, -strength));
                foreach (var learned in pattern)
                {
                    expected[learned] += same;
                    known[(int)ComparatorOf[learned]] += same;
                }
            }

            added = Added(expected, known, strangers);
        }

        return new LevelWeights(added);
    }

    private static readonly Comparator[] ComparatorOf = Comparators();

    private static Comparator[] Comparators()
    {
        var comparators = new Comparator[ComparisonLevels.LearnedCount];
        foreach (var level in ComparisonLevels.All)
        {
            comparators[level.Learned] = level.Comparator;
        }

        return comparators;
    }

    private static readonly double[] WeightOf = HandSet();

    private static double[] HandSet()
    {
        var weights = new double[ComparisonLevels.LearnedCount];
        foreach (var level in ComparisonLevels.All.Reverse())
        {
            // The first slot of a level has its full weight, the others a share for common names.
            weights[level.Learned] = level.Evidence.Weight;
        }

        return weights;
    }

    private static double[] Added(double[] expected, double[] known, (long[] Counts, long[] Known) strangers)
    {
        var added = new double[expected.Length];
        for (var learned = 1; learned < added.Length; learned++)
        {
            var comparator = (int)ComparatorOf[learned];
            var (ofSame, ofDifferent) = ComparisonLevels.ExpectedShare(learned);
            var bits =
                Math.Log2(Ratio(expected[learned], known[comparator] * ofSame))
                // A level that is rarer than expected by chance gains no weight: members of a household share values,
                // and not by chance.
                - Math.Max(0, Math.Log2(Ratio(strangers.Counts[learned], strangers.Known[comparator] * ofDifferent)));
            var weight = WeightOf[learned];
            added[learned] =
                weight >= 0
                    ? Math.Clamp(bits, -(1 - LeastShareFor) * weight, MostFor)
                    : Math.Clamp(bits, -MostAgainst, -(1 - LeastShareAgainst) * weight);
        }

        return added;
    }

    private static double Ratio(double counted, double expected) => (counted + PriorCount) / (expected + PriorCount);

    /// <summary>
    /// How often each level occurs between random pairs. The sample depends on the records' content and not on their
    /// ids.
    /// </summary>
    private static (long[] Counts, long[] Known) Strangers(RecordFeatures[] huma, RecordFeatures[] xledger)
    {
        var (one, other) = (ByContent(huma), ByContent(xledger));
        var counts = new long[ComparisonLevels.LearnedCount];
        var known = new long[Enum.GetValues<Comparator>().Length];
        var draws = Math.Min(Drawn, one.Length * 8);
        for (var draw = 0; draw < draws; draw++)
        {
            // Step sizes that divide neither number of people keep producing new pairs.
            var a = (int)(draw * 7919L % one.Length);
            var b = (int)((a + 1 + (draw / one.Length) + (draw * 104_729L)) % other.Length);
            foreach (var learned in Weighing.Weigh(one[a], other[b]).Pattern)
            {
                counts[learned]++;
                known[(int)ComparatorOf[learned]]++;
            }
        }

        return (counts, known);
    }

    private static RecordFeatures[] ByContent(RecordFeatures[] features)
    {
        var keys = Array.ConvertAll(features, static one => one.ContentHash);
        var sorted = (RecordFeatures[])features.Clone();
        Array.Sort(keys, sorted);
        return sorted;
    }
}
