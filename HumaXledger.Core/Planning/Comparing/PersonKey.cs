using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// Whom a change is written to: an existing record of the target by its id, or a person to be created by the id of the
/// other system.
/// </summary>
public readonly record struct PersonKey(Side Target, ChangeKind Kind, string Id)
{
    public static PersonKey Of(PlannedChange change) =>
        new(
            change.Target,
            change.Kind,
            (change.Target == Side.Huma) == (change.Kind == ChangeKind.Update)
                ? change.Huma!.Value.Value
                : change.Xledger!.Value.Value
        );
}
