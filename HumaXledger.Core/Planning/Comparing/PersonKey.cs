using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The person whom a change is written to: an existing record by its id in the target, a person to be created by the id
/// in the other system.
/// </summary>
public readonly record struct PersonKey(Side Target, ChangeKind Kind, string Id)
{
    /// <summary>The person of a change.</summary>
    public static PersonKey Of(PlannedChange change) =>
        new(
            change.Target,
            change.Kind,
            (change.Target == Side.Huma) == (change.Kind == ChangeKind.Update)
                ? change.Huma!.Value.Value
                : change.Xledger!.Value.Value
        );
}
