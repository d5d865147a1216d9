using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// One person of a comparison, independent of the system that is written to: the Huma user where there is one, else the
/// Xledger employee. A linked pair is one person.
/// </summary>
public readonly record struct PersonRef(Side Side, string Id)
{
    /// <summary>The person of a change.</summary>
    public static PersonRef Of(PlannedChange change) => Of(change.Huma, change.Xledger)!.Value;

    /// <summary>The person of a blocked change; null where it concerns no single person.</summary>
    public static PersonRef? Of(BlockedChange blocked) => Of(blocked.Huma, blocked.Xledger);

    /// <summary>The person of a difference.</summary>
    public static PersonRef Of(Difference difference) => new(Side.Huma, difference.Pair.Huma.Id);

    /// <summary>The person with these ids; null where both are.</summary>
    public static PersonRef? Of(HumaId? huma, XledgerId? xledger) =>
        huma is { } user ? new PersonRef(Side.Huma, user.Value)
        : xledger is { } employee ? new PersonRef(Side.Xledger, employee.Value)
        : null;

    public override string ToString() => $"{Side} {Id}";
}
