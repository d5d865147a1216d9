using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Inbound;

/// <summary>
/// A person who changed in Huma without a message, until a message, a synchronization or an administrator takes the
/// change up. One who left stays known until they are back, or until both systems were read again.
/// </summary>
public sealed class MissedChange
{
    /// <summary>The connection; key together with <see cref="HumaId"/>.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The person.</summary>
    public required HumaId HumaId { get; init; }

    /// <summary>The check that found it: <see cref="PendingChangeSource.QuickComparison"/> or
    /// <see cref="PendingChangeSource.DriftCheck"/>.</summary>
    public PendingChangeSource Source { get; set; }

    /// <summary>
    /// What was found: <see cref="PendingChangeKind.Updated"/> values, or a person who joined
    /// (<see cref="PendingChangeKind.Created"/>), was deactivated (<see cref="PendingChangeKind.Other"/>) or is gone
    /// (<see cref="PendingChangeKind.Deleted"/>).
    /// </summary>
    public PendingChangeKind Kind { get; set; }

    /// <summary>Whether the person was deactivated or is gone.</summary>
    public bool IsLeaver => Kind is PendingChangeKind.Other or PendingChangeKind.Deleted;

    /// <summary>When the reading that found it first began: a leaver's last day where Huma has none.</summary>
    public DateTime FirstFoundAt { get; set; }

    /// <summary>When the reading that found it last began.</summary>
    public DateTime FoundAt { get; set; }

    /// <summary>When a leaver was taken up, or was seen to be; null for all that is still missed.</summary>
    public DateTime? TakenUpAt { get; set; }
}
