using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

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
    /// <summary>The people whom a pilot tries; null in other runs.</summary>
    public IReadOnlySet<HumaId>? Tried { get; init; }

    /// <summary>
    /// People whose whole profile a message has compared since the reading: what it processed is newer than what was
    /// reviewed.
    /// </summary>
    public required IReadOnlySet<HumaId> ProcessedSince { get; init; }

    /// <summary>Whether the run is the review of this person too; a pilot leaves the others to the rest.</summary>
    public bool IsOf(HumaId person) => Tried?.Contains(person) != false;
}
