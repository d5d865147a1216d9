using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Allowance;

namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>A plan that follows from an earlier run, to be looked at before it is carried out.</summary>
/// <param name="Plan">What would be written, what cannot be (with the reason and what can be done instead), guards and
/// forecast.</param>
/// <param name="Refusal">Why nothing can follow at all; null where something can.</param>
public sealed record FollowUpPlan(
    RunRecord Earlier,
    PlanRecord EarlierPlan,
    Connection Connection,
    PlanOrigin Origin,
    SyncPlan Plan,
    Reason? Refusal
)
{
    /// <summary>The connection's newest plan number when this was looked at.</summary>
    internal int LastPlan { get; init; }

    /// <summary>What carrying it out intends while it is shown.</summary>
    public ShownPlan Shown => new(new PlanSource(Origin, Earlier.Id), Plan.Fingerprint, LastPlan);

    /// <summary>How far Xledger's monthly allowance reaches when it is carried out.</summary>
    public required AllowanceForecast AllowanceForecast { get; init; }

    /// <summary>What was asked for and is as it was before already, so that nothing is written for it.</summary>
    public IReadOnlyList<BlockedChange> AsBefore { get; init; } = [];

    /// <summary>How the requested changes are distributed; each value, and each added person, counts once.</summary>
    public FollowUpSum Sum =>
        new(
            Plan.Changes.Select(FieldOf).Distinct().Count(),
            Plan.HeldByGuard.Select(FieldOf).Distinct().Count(),
            Plan.Blocked.Count,
            AsBefore.Count
        );

    /// <summary>
    /// Values written to this side now. Where people exchange a value, it is emptied for a moment by a change of its
    /// own.
    /// </summary>
    public int ValuesIn(Side side) =>
        Plan.Changes.Where(change => change.Target == side).Select(FieldOf).Distinct().Count();

    private static (Side, string?, Field) FieldOf(PlannedChange change) =>
        (change.Target, change.Target == Side.Huma ? change.Huma?.Value : change.Xledger?.Value, change.Field);
}

/// <summary>
/// The parts of a follow-up, in values and added people. Each is the length of a list on its review page.
/// </summary>
/// <param name="Now">Written when it is started now.</param>
/// <param name="StoppedByLimit">Written once the safety limits that stop them are confirmed.</param>
/// <param name="Impossible">Cannot be written; each says why.</param>
/// <param name="AsBefore">Need no write.</param>
public readonly record struct FollowUpSum(int Now, int StoppedByLimit, int Impossible, int AsBefore)
{
    /// <summary>People of the earlier run.</summary>
    public int Total => Now + StoppedByLimit + Impossible + AsBefore;
}
