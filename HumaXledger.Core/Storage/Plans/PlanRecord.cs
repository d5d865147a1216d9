using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Plans;

/// <summary>Whether a plan can still be run.</summary>
public enum PlanState
{
    Ready,

    /// <summary>A run has taken it; a plan is applied once.</summary>
    Taken,

    /// <summary>
    /// For good: what it takes for granted no longer holds (another run, other systems), or a newer plan took its
    /// place.
    /// </summary>
    Refused,
}

/// <summary>
/// A stored plan. Its changes are <see cref="ChangeRecord"/>s, which become the journal of the run that applies it.
/// </summary>
public sealed class PlanRecord : ISealedRow
{
    /// <summary>Key, made by the program.</summary>
    public Guid Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The comparison that it was made from.</summary>
    public Guid ComparisonId { get; init; }

    /// <summary>Counts up per connection from 1.</summary>
    public int Number { get; init; }

    /// <summary>Whether it can still be run.</summary>
    public PlanState State { get; set; }

    /// <summary>How it was made.</summary>
    public PlanOrigin Origin { get; init; }

    /// <summary>The run that this plan continues, tries again, undoes or otherwise follows from.</summary>
    public Guid? EarlierRunId { get; init; }

    /// <summary>
    /// Of everything that it was decided on; see <see cref="Planning.Fingerprint" /> and
    /// <see cref="StoredFingerprint"/>. Sealed: the old and the new value of a short plan could be found by trying all
    /// that are possible. <see cref="OwnFingerprint"/> is to be asked.
    /// </summary>
    public required FieldValue Fingerprint { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Planned changes.</summary>
    public int ChangeCount { get; init; }

    /// <summary>Differences without a decision.</summary>
    public int UndecidedCount { get; init; }

    /// <summary>Changes held by a safety limit that was not confirmed.</summary>
    public int HeldByGuardCount { get; init; }

    /// <summary>Changes that cannot be written, with their reasons.</summary>
    public required IReadOnlyList<BlockedChange> Blocked { get; init; }

    /// <summary>Result of each safety limit.</summary>
    public required IReadOnlyList<GuardResult> Guards { get; init; }

    /// <summary>Expected requests.</summary>
    public required Forecast Forecast { get; init; }

    /// <summary>
    /// <see cref="Fingerprint"/> as it is stored; null where it cannot be read, or was stored for a plan of another
    /// connection or comparison: then the plan was invented or moved in the database.
    /// </summary>
    internal string? OwnFingerprint => StoredFingerprint.IfOf(ConnectionId, ComparisonId, Fingerprint.TextOrNull);

    string ISealedRow.Identity => $"{Id:N}";

    Guid ISealedRow.OwnerId => ConnectionId;
}
