using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Core.Storage.Inbound;

/// <summary>Who gave word of a person.</summary>
public enum PendingChangeSource
{
    Webhook,

    /// <summary>A look at Huma by schedule, where no webhook tells.</summary>
    QuickComparison,

    /// <summary>A drift check found what no webhook had told.</summary>
    DriftCheck,

    /// <summary>Somebody pressed "Sync this person now".</summary>
    Person,

    /// <summary>A day came on which a position begins or has ended.</summary>
    Date,
}

/// <summary>What was said of a person. It is a hint: what counts is what the profile holds when it is read.</summary>
public enum PendingChangeKind
{
    Created,
    Updated,
    Deleted,
    Exported,

    /// <summary>A topic that is not documented, with a person in it.</summary>
    Other,
}

public enum PendingChangeState
{
    /// <summary>To be looked at from <see cref="PendingChange.DueAt"/> on.</summary>
    Waiting,

    /// <summary>A run (<see cref="PendingChange.RunId"/>) writes what changed.</summary>
    Writing,

    /// <summary>Nothing was to be written; the reason says why where it is not simply that nothing changed.</summary>
    NothingToDo,

    /// <summary>What changed was read back from Xledger.</summary>
    Written,

    /// <summary>A rule asks or a guard holds: it waits for a decision. The reason says which.</summary>
    Held,

    /// <summary>Waits for somebody to mend what the reason says.</summary>
    Failed,

    /// <summary>Waits for the next manual synchronization; the reason says why.</summary>
    ForManualSync,
}

/// <summary>
/// Word that something about a person may have changed in Huma, and what became of it. All open pending changes of one
/// person are worked off together, by one look.
/// </summary>
public sealed class PendingChange
{
    public long Id { get; init; }

    public Guid ConnectionId { get; init; }

    /// <summary>The message that named the person; null where no message did.</summary>
    public long? MessageId { get; init; }

    public PendingChangeSource Source { get; init; }

    public PendingChangeKind Kind { get; init; }

    public required HumaId HumaId { get; init; }

    /// <summary>As known when it was last looked at; null before that.</summary>
    public string? PersonName { get; set; }

    public DateTime ReceivedAt { get; init; }

    /// <summary>Who asked, for <see cref="PendingChangeSource.Person"/>; null else.</summary>
    public string? AskedBy { get; init; }

    public PendingChangeState State { get; set; }

    /// <summary>Not looked at before this, UTC; grows with each failure.</summary>
    public DateTime DueAt { get; set; }

    /// <summary>How often it was tried and failed.</summary>
    public int Attempts { get; set; }

    /// <summary>When the profile was last read in Huma.</summary>
    public DateTime? ReadAt { get; set; }

    /// <summary>When it was last compared with what is known.</summary>
    public DateTime? ComparedAt { get; set; }

    /// <summary>The run that wrote; its changes tell when each value was sent and read back.</summary>
    public Guid? RunId { get; set; }

    /// <summary>When it came to its end or to a halt that only a person can lift.</summary>
    public DateTime? EndedAt { get; set; }

    public string? ReasonCode { get; set; }

    public IReadOnlyList<string> ReasonArguments { get; set; } = [];

    /// <summary>Kinds of guard that somebody confirmed for it by name (<see cref="GuardKind"/>).</summary>
    public IReadOnlyList<string> ConfirmedGuards { get; set; } = [];

    /// <summary>A pending change of an administrator's act: the person is looked at once more, at once.</summary>
    internal static PendingChange Asked(Guid connectionId, HumaId person, string who, DateTime now) =>
        new()
        {
            ConnectionId = connectionId,
            HumaId = person,
            Source = PendingChangeSource.Person,
            Kind = PendingChangeKind.Updated,
            AskedBy = who,
            ReceivedAt = now,
            DueAt = now,
        };
}
