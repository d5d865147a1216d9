using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Core.Storage.Inbound;

/// <summary>What asked for a person to be re-checked.</summary>
public enum PendingChangeSource
{
    Webhook,

    /// <summary>The scheduled check of Huma, where there is no webhook.</summary>
    QuickComparison,

    /// <summary>A difference check found what no webhook had announced.</summary>
    DriftCheck,

    /// <summary>An administrator asked, by "Sync this person now" or by an answer.</summary>
    Person,

    /// <summary>A day came on which a position begins or has ended.</summary>
    Date,
}

/// <summary>What was announced. It is a hint: what counts is what the profile holds when it is read.</summary>
public enum PendingChangeKind
{
    Created,
    Updated,
    Deleted,
    Exported,

    /// <summary>A topic that is not documented, with a person in it.</summary>
    Other,
}

/// <summary>Where a pending change is in the queue.</summary>
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

    /// <summary>Waits for a decision; <see cref="PendingChange.Cause"/> says for which.</summary>
    Held,

    /// <summary>Waits until an administrator mends what the reason says.</summary>
    Failed,

    /// <summary>Waits for the next manual synchronization; the reason says why.</summary>
    ForManualSync,
}

/// <summary>
/// What is behind the state of a pending change, or remains when its run ends: code branches on it, the reason only
/// explains.
/// </summary>
public enum PendingChangeCause
{
    /// <summary>A safety limit stops the change until an administrator confirms it.</summary>
    SafetyLimit,

    /// <summary>A rule leaves values to an administrator.</summary>
    Approval,

    /// <summary>A record looks like another person; an administrator has to say who it is.</summary>
    OtherPerson,

    /// <summary>The person was deactivated or deleted in Huma; nothing else is to be said.</summary>
    LeftHuma,

    /// <summary>Xledger cannot take the value, and no correction of this person changes that.</summary>
    Impossible,

    /// <summary>Cannot be written until an administrator mends what the reason says.</summary>
    Correction,
}

/// <summary>
/// Something about a person may have changed in Huma: one row of the queue, with its result. All open pending changes
/// of one person are processed together.
/// </summary>
public sealed class PendingChange
{
    /// <summary>Due by every clock, whatever node queued it.</summary>
    public static readonly DateTime AtOnce = DateTime.UnixEpoch;

    /// <summary>Key and order of arrival.</summary>
    public long Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The message that named the person; null where no message did.</summary>
    public long? MessageId { get; init; }

    /// <summary>What caused it.</summary>
    public PendingChangeSource Source { get; init; }

    /// <summary>What Huma reported.</summary>
    public PendingChangeKind Kind { get; init; }

    /// <summary>The person to check.</summary>
    public required HumaId HumaId { get; init; }

    /// <summary>As known when it was last looked at; null before that.</summary>
    public string? PersonName
    {
        get;
        set => field = value is null ? null : StoredText.Of(value);
    }

    /// <summary>When it was queued.</summary>
    public DateTime ReceivedAt { get; init; }

    /// <summary>When a check first found it, which may be days before it was queued; null where no check did.</summary>
    public DateTime? FoundAt { get; init; }

    /// <summary>Who asked, for <see cref="PendingChangeSource.Person"/>; else null.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Where it is now.</summary>
    public PendingChangeState State { get; set; }

    /// <summary>
    /// Not looked at before this, UTC by the store's clock (<see cref="IStoreClock"/>): <see cref="AtOnce"/>, or later
    /// after each failure.
    /// </summary>
    public DateTime DueAt { get; set; } = AtOnce;

    /// <summary>How often it was tried and failed.</summary>
    public int Attempts { get; set; }

    /// <summary>When the profile was last read in Huma.</summary>
    public DateTime? ReadAt { get; set; }

    /// <summary>When it was last compared with what is known.</summary>
    public DateTime? ComparedAt { get; set; }

    /// <summary>The run that wrote; its changes have the times of sending and reading back.</summary>
    public Guid? RunId { get; set; }

    /// <summary>When it came to its end or to a halt that only a person can lift.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>Null where the state says all.</summary>
    public PendingChangeCause? Cause { get; set; }

    /// <summary>
    /// The kinds of guard that hold it (<see cref="GuardKind"/>), for <see cref="PendingChangeCause.SafetyLimit"/>.
    /// </summary>
    public IReadOnlyList<string> HeldByGuards { get; set; } = [];

    public Reason? Reason { get; set; }

    /// <summary>Kinds of guard that an administrator confirmed for it by name (<see cref="GuardKind"/>).</summary>
    public IReadOnlyList<string> ConfirmedGuards { get; set; } = [];

    /// <summary>A new row of the queue, due at once.</summary>
    /// <param name="askedBy">Who asked, for <see cref="PendingChangeSource.Person"/>; else null.</param>
    /// <param name="message">The message that named the person; null where none did.</param>
    /// <param name="foundAt">When a check first found it; null where none did.</param>
    internal static PendingChange Of(
        Guid connectionId,
        HumaId person,
        PendingChangeSource source,
        PendingChangeKind kind,
        DateTime now,
        string? askedBy = null,
        long? message = null,
        DateTime? foundAt = null
    ) =>
        new()
        {
            ConnectionId = connectionId,
            MessageId = message,
            HumaId = person,
            Source = source,
            Kind = kind,
            AskedBy = askedBy,
            ReceivedAt = now,
            FoundAt = foundAt,
        };

    /// <summary>One that follows from an administrator's act: the person is processed once more, at once.</summary>
    internal static PendingChange Asked(Guid connectionId, HumaId person, string who, DateTime now) =>
        Of(connectionId, person, PendingChangeSource.Person, PendingChangeKind.Updated, now, who);

    /// <summary>Takes up again what had come to a halt.</summary>
    internal void WaitAgain()
    {
        (State, DueAt, EndedAt) = (PendingChangeState.Waiting, AtOnce, null);
        (Cause, HeldByGuards) = (null, []);
    }

    /// <summary>Ends it or halts it, with what is behind that.</summary>
    internal void End(
        PendingChangeState state,
        DateTime now,
        Reason? reason,
        PendingChangeCause? cause = null,
        IReadOnlyList<string>? guards = null
    )
    {
        (State, EndedAt) = (state, now);
        (Reason, Cause, HeldByGuards) = (reason, cause, guards ?? []);
    }
}
