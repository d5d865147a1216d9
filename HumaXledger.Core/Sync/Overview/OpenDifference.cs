using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Overview;

/// <summary>
/// Why a difference is still open. Each open difference has exactly one cause, so that the counts of the causes add up.
/// </summary>
public enum OpenCause
{
    /// <summary>Sent, and not seen to hold, or no answer.</summary>
    Failed,

    /// <summary>The other system refused it.</summary>
    Refused,

    /// <summary>The value moved between the review and the write; it waits for a new decision.</summary>
    Held,

    /// <summary>Accepted; takes effect when the person confirms it in Huma.</summary>
    AwaitingConfirmation,

    /// <summary>The run ended before it came to this change.</summary>
    NotReached,

    /// <summary>A person who was to be added to the other system and is not there yet.</summary>
    NotAdded,

    /// <summary>A safety limit stopped it until an administrator confirms.</summary>
    StoppedByLimit,

    /// <summary>Decided, and impossible to write: the reason says why.</summary>
    NotWritable,

    /// <summary>Changed in Huma, and the field's rule asks for approval.</summary>
    AwaitingApproval,

    /// <summary>Put back by an undo; no rule decides it again.</summary>
    Undone,

    /// <summary>Decided by an administrator or by a rule; the next synchronization writes it.</summary>
    Decided,

    /// <summary>Neither an administrator nor a rule has decided it.</summary>
    Undecided,

    /// <summary>
    /// An administrator chose to leave both values as they are. The only cause that is not left to do.
    /// </summary>
    LeftAsDecided,
}

/// <summary>
/// One value on which a person's two records disagree now, or one person who was to be added and is not there.
/// </summary>
/// <param name="Name">For the screen.</param>
/// <param name="Field">Null for a person to be added.</param>
/// <param name="Huma">What Huma holds as far as it is known; unknown for a person to be added. Likewise <paramref
/// name="Xledger"/>.</param>
/// <param name="Kind">Null for a person to be added.</param>
/// <param name="Reason">More than the cause says; null where the cause says all.</param>
/// <param name="RunId">The run that left it; null where none did.</param>
public sealed record OpenDifference(
    HumaId? HumaId,
    XledgerId? XledgerId,
    string Name,
    Field? Field,
    FieldValue Huma,
    FieldValue Xledger,
    DifferenceKind? Kind,
    OpenCause Cause,
    Reason? Reason,
    Guid? RunId
)
{
    /// <summary>The person.</summary>
    public PersonRef Person => PersonRef.Of(HumaId, XledgerId)!.Value;

    /// <summary>Whether an action is still needed; false for what was left on purpose.</summary>
    public bool LeftToDo => Cause != OpenCause.LeftAsDecided;

    // Records print their members; a person's name and values must not be among them.
    public override string ToString() => $"{HumaId?.Value ?? XledgerId?.Value} {Field} {Cause}";
}
