using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// What the plan takes for granted no longer holds (<see cref="PlanPreconditions"/>): nothing more of it is written.
/// </summary>
internal sealed class StalePlan(Reason reason) : Exception(reason.ToString())
{
    /// <summary>Why the plan is stale.</summary>
    public Reason Reason { get; } = reason;
}
