namespace HumaXledger.Core.Storage.Reviews;

/// <summary>What came of an act that changes decisions.</summary>
/// <param name="Overtaken">What was decided otherwise meanwhile; nothing is stored then. Empty where the act is
/// done.</param>
/// <param name="Before">The version of the decisions that the act was done on.</param>
/// <param name="Version">The version of the decisions after it.</param>
internal sealed record StoredDecisions(IReadOnlyList<ChangedDecision> Overtaken, int Before, int Version)
{
    /// <summary>Whether the review was closed before the act, so that nothing is stored.</summary>
    public bool Closed { get; init; }

    /// <summary>Whether nothing is stored.</summary>
    public bool Refused => Closed || Overtaken.Count > 0;
}
