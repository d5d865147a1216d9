using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Allowance;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Raises and clears the alerts that follow from what is stored: Xledger's allowance, people whom a guard holds back,
/// people whose changes failed. Asked now and then; a fault of a system is raised at once where it is met.
/// </summary>
public sealed class AlertRounds(IDbContextFactory<SyncDbContext> contexts, AllowanceCheck allowance, Alerts alerts)
{
    /// <summary>Opens and closes the alerts of one connection.</summary>
    public async Task WatchAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == connectionId, cancellation);
        var outlook = await allowance.OutlookAsync(connection, planned: 0, cancellation);
        var isUsedUp = outlook.Used >= outlook.Allowance;
        await alerts.SetAsync(
            connectionId,
            AlertReasons.AllowanceUsedUp,
            isUsedUp ? AlertProblem.AllowanceUsedUp(outlook.Used, outlook.Allowance) : null,
            cancellation
        );
        await alerts.SetAsync(
            connectionId,
            AlertReasons.AllowanceNear,
            outlook.Warns && !isUsedUp ? AlertProblem.AllowanceNear(outlook.Used, outlook.Allowance) : null,
            cancellation
        );

        var pendingChanges = context.PendingChanges.Where(pending => pending.ConnectionId == connectionId);
        var held = await pendingChanges
            .Where(pending =>
                pending.State == PendingChangeState.Held
                && (pending.Cause == PendingChangeCause.SafetyLimit || pending.Cause == PendingChangeCause.OtherPerson)
            )
            .Select(pending => pending.HumaId)
            .Distinct()
            .CountAsync(cancellation);
        await alerts.SetAsync(
            connectionId,
            AlertReasons.GuardHolds,
            held > 0 ? AlertProblem.GuardHolds(held) : null,
            cancellation
        );
        var failed = await pendingChanges
            .Where(pending => pending.State == PendingChangeState.Failed)
            .Select(pending => pending.HumaId)
            .Distinct()
            .CountAsync(cancellation);
        await alerts.SetAsync(
            connectionId,
            AlertReasons.PeopleFailed,
            failed > 0 ? AlertProblem.PeopleFailed(failed) : null,
            cancellation
        );
    }
}
