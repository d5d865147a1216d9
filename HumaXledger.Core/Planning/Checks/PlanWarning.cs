using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>A warning about a value before it is written. It refuses nothing.</summary>
/// <param name="Target">The system that would receive the value.</param>
/// <param name="Huma">The Huma user; null for a person to be created in Huma.</param>
/// <param name="Xledger">The Xledger employee; null for a person to be created in Xledger.</param>
/// <param name="PersonName">The name for the screen.</param>
/// <param name="Field">Null where it concerns the whole person: one to be added who may exist already.</param>
/// <param name="Planned">
/// Whether the plan writes the value, now or once a guard is confirmed; otherwise the warning is about a value that can
/// be chosen.
/// </param>
/// <param name="Reason">The warning for the screen.</param>
public sealed record PlanWarning(
    Side Target,
    HumaId? Huma,
    XledgerId? Xledger,
    string PersonName,
    Field? Field,
    bool Planned,
    Reason Reason
);
