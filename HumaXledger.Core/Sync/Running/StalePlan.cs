using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Running;

/// <summary>The world of a plan is no longer the one it was made for: nothing of it is written.</summary>
internal sealed class StalePlan(Reason reason) : Exception(reason.ToString())
{
    /// <summary>Why the plan is stale.</summary>
    public Reason Reason { get; } = reason;
}
