namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// The weight of every comparison level: the hand-set one plus what was learned from an organization's own pairs.
/// </summary>
internal sealed class LevelWeights
{
    /// <summary>The hand-set weights.</summary>
    public static readonly LevelWeights ByHand = new(new double[ComparisonLevels.LearnedCount]);

    private readonly Evidence[] _evidence;
    private readonly double[] _added;

    /// <summary>Adds learned bits to the hand-set weights.</summary>
    /// <param name="added">The bits added to each learned level, by its index.</param>
    public LevelWeights(double[] added)
    {
        _added = added;
        _evidence =
        [
            .. ComparisonLevels.All.Select(level =>
                added[level.Learned] == 0
                    ? level.Evidence
                    : level.Evidence with
                    {
                        Weight = Math.Round(level.Evidence.Weight + added[level.Learned], 4),
                    }
            ),
        ];
    }

    /// <summary>The evidence of a level with its weight in this organization.</summary>
    public Evidence Of(ComparisonLevel level) => _evidence[level.Slot];

    /// <summary>The sum of the learned bits of the levels in a pattern.</summary>
    public double Added(Pattern pattern)
    {
        var sum = 0.0;
        foreach (var learned in pattern)
        {
            sum += _added[learned];
        }

        return sum;
    }
}
