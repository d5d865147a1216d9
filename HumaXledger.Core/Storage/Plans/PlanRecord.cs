using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Core.Storage.Plans;

public enum PlanState
{
    Ready,

    /// <summary>A run has taken it; a plan is applied once.</summary>
    Taken,

    /// <summary>The world changed too much, or a newer plan took its place.</summary>
    Refused,
}

/// <summary>
/// A stored plan. Its changes are <see cref="ChangeRecord"/>s, which become the journal of the run that applies it.
/// </summary>
public sealed class PlanRecord
{
    public Guid Id { get; init; }

    public Guid ConnectionId { get; init; }

    public Guid ComparisonId { get; init; }

    /// <summary>Counts up per connection from 1.</summary>
    public int Number { get; init; }

    public PlanState State { get; set; }

    public PlanOrigin Origin { get; init; }

    /// <summary>The run that this plan continues, tries again, undoes or otherwise follows from.</summary>
    public Guid? EarlierRunId { get; init; }

    public required string Fingerprint { get; init; }

    public DateTime CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public int ChangeCount { get; init; }

    public int UndecidedCount { get; init; }

    /// <summary>Changes that a guard held back and nobody confirmed.</summary>
    public int HeldByGuardCount { get; init; }

    public required IReadOnlyList<BlockedChange> Blocked { get; init; }

    public required IReadOnlyList<GuardResult> Guards { get; init; }

    public required Forecast Forecast { get; init; }
}
