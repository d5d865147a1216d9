namespace HumaXledger.Portal.Live;

/// <summary>
/// The decisions of a comparison under review were changed. Watched by its connection; of the comparison that was made
/// last.
/// </summary>
/// <param name="Version">See <see cref="Core.Storage.Comparisons.ComparisonRecord.DecisionsVersion"/>.</param>
public sealed record DecisionsPulse(Guid ComparisonId, int Version)
{
    /// <summary>Whether it says more than this one.</summary>
    public bool IsNewerThan(DecisionsPulse? known) => known?.ComparisonId != ComparisonId || known.Version < Version;
}
