using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>
/// What remains of a change from Huma that is not, or not only, written: the cause for code to branch on, the reason
/// for a person to read.
/// </summary>
internal sealed record Remaining(PendingChangeCause Cause, Reason Reason)
{
    /// <summary>The kinds of guard that hold it, for <see cref="PendingChangeCause.SafetyLimit"/>.</summary>
    public IReadOnlyList<string> Guards { get; private init; } = [];

    public static readonly Remaining OtherPerson = new(
        PendingChangeCause.OtherPerson,
        new Reason(InboundReasons.LooksLikeAnother)
    );

    /// <summary>
    /// As <see cref="OtherPerson"/>, because the link was made or changed in the database from outside.
    /// </summary>
    public static readonly Remaining Doubted = new(
        PendingChangeCause.OtherPerson,
        new Reason(InboundReasons.LinkDoubted)
    );

    /// <summary>The state that follows; null where nothing can be done about it.</summary>
    public PendingChangeState? State =>
        Cause switch
        {
            PendingChangeCause.SafetyLimit or PendingChangeCause.Approval or PendingChangeCause.OtherPerson =>
                PendingChangeState.Held,
            PendingChangeCause.Correction => PendingChangeState.Failed,
            PendingChangeCause.LeftHuma or PendingChangeCause.Impossible => null,
            _ => throw new InvalidOperationException($"No state follows from {Cause}."),
        };

    /// <summary>What is noted on a pending change; null where nothing is.</summary>
    public static Remaining? Of(PendingChange pending) =>
        pending is { Cause: { } cause, Reason: { } reason }
            ? new Remaining(cause, reason) { Guards = pending.HeldByGuards }
            : null;

    public static Remaining HeldBy(IEnumerable<GuardKind> guards)
    {
        IReadOnlyList<string> names = [.. guards.Select(guard => guard.ToString())];
        return new Remaining(PendingChangeCause.SafetyLimit, new Reason(InboundReasons.GuardHolds, names))
        {
            Guards = names,
        };
    }

    /// <param name="values">How many a rule leaves to an administrator.</param>
    public static Remaining Asked(int values) =>
        new(PendingChangeCause.Approval, new Reason(InboundReasons.RuleAsks, $"{values}"));

    /// <param name="deleted">Whether Huma no longer has the person; else they are deactivated.</param>
    public static Remaining LeftHuma(bool deleted) =>
        new(
            PendingChangeCause.LeftHuma,
            new Reason(deleted ? InboundReasons.LeaverDeleted : InboundReasons.LeaverDeactivated)
        );

    public static Remaining Blocked(Obstacle obstacle, Reason reason) =>
        new(obstacle == Obstacle.Impossible ? PendingChangeCause.Impossible : PendingChangeCause.Correction, reason);
}
