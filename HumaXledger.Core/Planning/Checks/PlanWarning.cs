using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>Something about a value that is worth a second look before it is written. It refuses nothing.</summary>
/// <param name="Target">The system that would get the value from the other one.</param>
/// <param name="Huma">The Huma user; null for a person to be created in Huma. Likewise for Xledger.</param>
/// <param name="Field">Null where it concerns the whole person: one who would be added and may exist already.</param>
/// <param name="Planned">Whether the plan writes the value, now or once a guard lets it; otherwise it says what
/// choosing this value would come to.</param>
public sealed record PlanWarning(
    Side Target,
    HumaId? Huma,
    XledgerId? Xledger,
    string PersonName,
    Field? Field,
    bool Planned,
    Reason Reason
);
