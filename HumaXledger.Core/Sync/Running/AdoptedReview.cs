using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.Running;

/// <summary>What a run adopts of the review that it carries out.</summary>
/// <param name="Comparison">As it was reviewed.</param>
/// <param name="ReadAt">When the systems were read, UTC.</param>
/// <param name="PlannedAt">
/// When the plan was made, UTC. What was answered to who is who was answered before, and counts against a link that was
/// made between the reading and the answer.
/// </param>
/// <param name="OthersConfirmed">
/// Whether an administrator confirmed that people who look like others are the linked ones.
/// </param>
internal sealed record AdoptedReview(Comparison Comparison, DateTime ReadAt, DateTime PlannedAt, bool OthersConfirmed)
{
    /// <summary>How the plan came about that was reviewed: of all people, a pilot, or its rest.</summary>
    public required PlanOrigin First { get; init; }

    /// <summary>Whether nothing of that plan is left when the run is complete.</summary>
    public required bool Ends { get; init; }

    /// <summary>
    /// People of whom the run changes something. Only they can be meant by <see cref="OthersConfirmed"/>.
    /// </summary>
    public required IReadOnlySet<HumaId> Written { get; init; }

    /// <summary>The people whom a pilot tries; null in other runs.</summary>
    public IReadOnlySet<HumaId>? Tried { get; init; }

    /// <summary>
    /// People whose whole profile a message has compared since the reading: what it processed is newer than what was
    /// reviewed.
    /// </summary>
    public required IReadOnlySet<HumaId> ProcessedSince { get; init; }

    /// <summary>Whether this person, who looks like another, was confirmed to be the same.</summary>
    public bool IsConfirmed(HumaId person) => OthersConfirmed && Written.Contains(person);

    /// <summary>Whether the run is the review of this person too; a pilot leaves the others to the rest.</summary>
    public bool IsOf(HumaId person) => Tried?.Contains(person) != false;
}
