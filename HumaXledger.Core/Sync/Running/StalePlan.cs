using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Running;

/// <summary>Both systems changed since the plan was made: nothing of it is written.</summary>
internal sealed class StalePlan(Reason reason) : Exception(reason.ToString())
{
    /// <summary>Why the plan is stale.</summary>
    public Reason Reason { get; } = reason;
}
