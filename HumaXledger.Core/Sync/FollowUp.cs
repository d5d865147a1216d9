using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>A plan that follows from an earlier run, to be looked at before it is carried out.</summary>
/// <param name="Plan">What would be written, what cannot be (with the reason and what can be done instead), guards and forecast.</param>
/// <param name="Refusal">Why nothing can follow at all; null where something can.</param>
public sealed record FollowUp(RunRecord Earlier, PlanRecord EarlierPlan, Connection Connection, PlanOrigin Origin, SyncPlan Plan, Reason? Refusal)
{
    /// <summary>The connection's newest plan number when this was looked at.</summary>
    internal int LastPlan { get; init; }

    /// <summary>What carrying it out intends while it is shown.</summary>
    public ShownPlan Shown => new(new PlanSource(Origin, Earlier.Id), Plan.Fingerprint, LastPlan);

    /// <summary>How far Xledger's monthly allowance reaches when it is carried out.</summary>
    public required AllowanceOutlook Outlook { get; init; }
}
