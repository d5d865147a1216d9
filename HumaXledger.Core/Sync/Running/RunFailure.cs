using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>What ended a run early: the cause for code to branch on, the reason for a person to read.</summary>
/// <param name="Cause">Null: the run has not ended, another attempt goes on with it.</param>
internal sealed record RunFailure(RunFailureCause? Cause, Reason Reason)
{
    public static readonly RunFailure TakenOver = new(null, new Reason(RunReasons.RunUnderWay));

    /// <summary>What an exception that ends a whole run stands for; null for any other.</summary>
    public static RunFailure? Of(Exception fault) =>
        fault switch
        {
            StalePlan stale => new RunFailure(RunFailureCause.StalePlan, stale.Reason),
            HumaFault huma => new RunFailure(RunFailureCause.Huma, huma.Reason),
            XledgerFault { Cause: XledgerFaultCause.Allowance } xledger => new RunFailure(
                RunFailureCause.AllowanceUsedUp,
                xledger.Reason
            ),
            XledgerFault xledger => new RunFailure(RunFailureCause.Xledger, xledger.Reason),
            _ => null,
        };

    /// <summary>What ended a stored run early; null where nothing did.</summary>
    public static RunFailure? Of(RunRecord run) =>
        run is { FailureCause: { } cause, Failure: { } reason } ? new RunFailure(cause, reason) : null;
}
