using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>A plan that follows from an earlier run, to be looked at before it is carried out.</summary>
/// <param name="Plan">What would be written, what cannot be (with the reason and what can be done instead), guards and forecast.</param>
/// <param name="Refusal">Why nothing can follow at all; null where something can.</param>
public sealed record FollowUp(RunRecord Earlier, PlanRecord EarlierPlan, Connection Connection, PlanOrigin Origin, SyncPlan Plan, Reason? Refusal)
{
    /// <summary>What was used of Xledger's monthly allowance.</summary>
    public required long XledgerRequestsThisMonth { get; init; }

    public required int MonthlyAllowance { get; init; }
}
