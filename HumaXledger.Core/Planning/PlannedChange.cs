using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning;

/// <summary>Whether a record is changed or created.</summary>
public enum ChangeKind
{
    Update,
    Create,
}

/// <summary>
/// One write of one field to one person. A person to be created has one change per known field, all with the same
/// person and <see cref="ChangeKind.Create"/>.
/// </summary>
/// <param name="Sequence">The position in the plan, from 1; 0 before the plan is ordered.</param>
/// <param name="Target">The system that is written to.</param>
/// <param name="Kind">Whether the person exists there.</param>
/// <param name="Huma">The Huma user; null for a person to be created in Huma.</param>
/// <param name="Xledger">The Xledger employee; null for a person to be created in Xledger.</param>
/// <param name="PersonName">The name for the screen.</param>
/// <param name="Field">The field that is written.</param>
/// <param name="From">The target's value when the plan was made.</param>
/// <param name="To">The value to write: the chosen side's own spelling, without invisible characters.</param>
/// <param name="Why">The reason for the screen.</param>
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
        init => field = InvisibleCharacters.Written(Field, value);
    } = InvisibleCharacters.Written(Field, To);

    /// <summary>
    /// Changes of the same target and kind with a lower wave must be confirmed before this one is sent, because they
    /// release a value that this one takes. Nearly always 0. Where two people exchange a phone number, the first is
    /// emptied in wave 0, so that the plan writes that field of that person twice.
    /// </summary>
    public int Wave { get; init; }

    /// <summary>
    /// The row in the journal of an earlier run that this change resumes; null for a change from a comparison.
    /// </summary>
    public long? Earlier { get; init; }

    /// <summary>
    /// Whether a later run can put back what the target holds now: people are never removed, and not every system lets
    /// every field be emptied.
    /// </summary>
    public bool CanBeUndone =>
        Kind == ChangeKind.Update && (From.IsValue || FieldRules.For(Field).In(Target).Clearable);

    // Names and ids only: values may be sensitive.
    public override string ToString() => $"{Sequence}: {Kind} {Field} in {Target}";
}

/// <summary>
/// A decided or desired write that cannot be made, with the reason, listed before anything is written. <c>Field</c> is
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
