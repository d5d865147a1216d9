namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// The weight of every comparison level: the one set by hand, and what an organization's own pairs add to it.
/// </summary>
internal sealed class LevelWeights
{
    /// <summary>The weights as they were set by hand.</summary>
    public static readonly LevelWeights ByHand = new(new double[ComparisonLevels.LearnedCount]);

    private readonly Evidence[] _evidence;
    private readonly double[] _added;

    /// <param name="added">Bits added to each learned level, by its place.</param>
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

    /// <summary>What is added to the hand-set weights of these levels together.</summary>
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
