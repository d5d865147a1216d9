using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// What a plan takes for granted beside the values, which are read again anyway: that no other synchronization has run
/// since the comparison was read, and that the connection still joins the same two parties. Where that no longer holds,
/// the plan is refused as a whole.
/// </summary>
internal static class PlanPreconditions
{
    /// <summary>Why the plan can no longer be applied; null where it can.</summary>
    /// <param name="now">UTC.</param>
    public static async Task<Reason?> ChangedAsync(
        SyncDbContext context,
        PlanRecord plan,
        Connection connection,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (!(IdTime.Of(plan.Id) > now - PlanStore.LongestWait))
        {
            return new Reason(RunReasons.PlanTooOld);
        }

        if (WhyMoved(context, plan, connection.Id) is { } moved)
        {
            return moved;
        }

        var comparison = await context
            .Comparisons.AsNoTracking()
            .SingleAsync(comparison => comparison.Id == plan.ComparisonId, cancellation);
        if (comparison.ConnectionId != connection.Id)
        {
            return Moved(context, plan);
        }

        if (comparison.Compared is { } compared && compared != connection.Parties())
        {
            return new Reason(RunReasons.PlanConnectionChanged);
        }

        if (plan.Origin is PlanOrigin.Undo or PlanOrigin.DecidedAnew or PlanOrigin.FromHuma)
        {
            // Made from what is known since, not from the comparison: later runs are what it reckons with, value by
            // value.
            return null;
        }

        // Inbound runs meanwhile concern single values, and each value is read again before it is written. Runs of the
        // same comparison are known to its reviewer: a pilot, or a retry. A run that never reached either system
        // changed nothing.
        var between = await (
            from run in context.Runs
            join other in context.Plans on run.PlanId equals other.Id
            where
                run.ConnectionId == plan.ConnectionId
                && other.ComparisonId != plan.ComparisonId
                && other.Origin != PlanOrigin.FromHuma
                && run.FinishedAt > comparison.StartedAt
                && (run.HumaRequests > 0 || run.XledgerRequests > 0)
            orderby run.Number descending
            select (int?)run.Number
        ).FirstOrDefaultAsync(cancellation);
        return between is { } number ? new Reason(RunReasons.PlanOtherRun, $"{number}") : null;
    }

    /// <summary>
    /// Why nothing follows from a plan that was invented in the database, or moved there from another connection or
    /// comparison, which raises the alert; or whose key is lost. Null where it is this connection's: records of another
    /// one may have the same ids.
    /// </summary>
    internal static Reason? WhyMoved(SyncDbContext context, PlanRecord plan, Guid connectionId) =>
        plan.ConnectionId == connectionId && plan.OwnFingerprint is not null ? null : Moved(context, plan);

    private static Reason Moved(SyncDbContext context, PlanRecord plan)
    {
        if (plan.Fingerprint is { IsKnown: false, IsMisplaced: false })
        {
            return new Reason(AlertReasons.ValueUnreadable);
        }

        if (plan.Fingerprint.IsKnown)
        {
            context.Vault?.Misplaced.Add(
                new MisplacedValue(plan.ConnectionId, "Plans.Fingerprint", ((ISealedRow)plan).Identity)
            );
        }

        return new Reason(AlertReasons.ValueMisplaced);
    }
}
