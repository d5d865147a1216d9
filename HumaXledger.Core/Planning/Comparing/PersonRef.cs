using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// One person of a comparison, whichever system is written to: by the Huma user where there is one, else by the Xledger
/// employee. A linked pair is one person.
/// </summary>
public readonly record struct PersonRef(Side Side, string Id)
{
    public static PersonRef Of(PlannedChange change) => Of(change.Huma, change.Xledger)!.Value;

    /// <summary>Null for what concerns nobody in particular.</summary>
    public static PersonRef? Of(BlockedChange blocked) => Of(blocked.Huma, blocked.Xledger);

    public static PersonRef Of(Difference difference) => new(Side.Huma, difference.Pair.Huma.Id);

    public static PersonRef? Of(HumaId? huma, XledgerId? xledger) =>
        huma is { } user ? new PersonRef(Side.Huma, user.Value)
        : xledger is { } employee ? new PersonRef(Side.Xledger, employee.Value)
        : null;

    public override string ToString() => $"{Side} {Id}";
}
