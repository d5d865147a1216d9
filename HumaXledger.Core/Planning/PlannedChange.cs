using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning;

public enum ChangeKind
{
    Update,
    Create,
}

/// <summary>
/// One write of one field to one person. For a person to be created there is one change per field that is known, all
/// with the same person and <see cref="ChangeKind.Create"/>.
/// </summary>
/// <param name="Target">The system that is written to.</param>
/// <param name="Huma">The Huma user; null for a person to be created in Huma.</param>
/// <param name="Xledger">The Xledger employee; null for a person to be created in Xledger.</param>
/// <param name="PersonName">What to call the person on a screen.</param>
/// <param name="From">What the target held when the plan was made.</param>
/// <param name="To">What will be written: the chosen side's own spelling, without what cannot be seen.</param>
/// <param name="Cause">What asked for it; <paramref name="Why"/> explains it to a person.</param>
public sealed record PlannedChange(
    int Sequence,
    Side Target,
    ChangeKind Kind,
    HumaId? Huma,
    XledgerId? Xledger,
    string PersonName,
    Field Field,
    FieldValue From,
    FieldValue To,
    ChangeCause Cause,
    Reason Why
)
{
    /// <inheritdoc cref="PlannedChange" path="/param[@name='To']"/>
    public FieldValue To
    {
        get;
        init => field = Unseen.Written(Field, value);
    } = Unseen.Written(Field, To);

    /// <summary>
    /// Changes of one target and kind with a lower wave must be confirmed before this one is sent: they free a value
    /// that this change hands on.
    /// 0 for nearly all. Where two people exchange a phone number, the first is emptied in wave 0 and so is the same
    /// person's field twice in the plan.
    /// </summary>
    public int Wave { get; init; }

    /// <summary>
    /// The row in the journal of an earlier run that this change takes up; null for one that follows from a comparison.
    /// </summary>
    public long? Earlier { get; init; }

    // Names and ids only: values may be sensitive.
    public override string ToString() => $"{Sequence}: {Kind} {Field} in {Target}";
}

/// <summary>
/// A decided or wanted write that cannot be made, with the reason, listed before anything is written. <c>Field</c> is
/// null where it concerns the whole person.
/// </summary>
/// <param name="Obstacle">What kind of obstacle it is; <paramref name="Reason"/> explains it to a person.</param>
public sealed record BlockedChange(
    Side Target,
    HumaId? Huma,
    XledgerId? Xledger,
    string PersonName,
    Field? Field,
    Obstacle Obstacle,
    Reason Reason
)
{
    internal BlockedChange(
        Side target,
        HumaId? huma,
        XledgerId? xledger,
        string personName,
        Field? field,
        WriteObstacle obstacle
    )
        : this(target, huma, xledger, personName, field, obstacle.Kind, obstacle.Reason) { }
}
