using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

public enum ChangeKind
{
    Update,
    Create,
}

/// <summary>
/// One write of one field to one person. For a person to be created there is one change per field that is known, all with the same person and <see cref="ChangeKind.Create"/>.
/// </summary>
/// <param name="Target">The system that is written to.</param>
/// <param name="Huma">The Huma user; null for a person to be created in Huma.</param>
/// <param name="Xledger">The Xledger employee; null for a person to be created in Xledger.</param>
/// <param name="PersonName">What to call the person on a screen.</param>
/// <param name="From">What the target held when the plan was made.</param>
/// <param name="To">What will be written: the chosen side's own spelling.</param>
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
    Reason Why);

/// <summary>A decided or wanted write that cannot be made, with the reason, listed before anything is written. <c>Field</c> is null where it concerns the whole person.</summary>
public sealed record BlockedChange(Side Target, HumaId? Huma, XledgerId? Xledger, string PersonName, Field? Field, Reason Reason);
