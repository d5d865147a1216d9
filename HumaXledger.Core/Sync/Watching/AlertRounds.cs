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
        await SetAsync(
            connectionId,
            AlertProblem.AllowanceUsedUp(outlook.Used, outlook.Allowance),
            isUsedUp,
            cancellation
        );
        await SetAsync(
            connectionId,
            AlertProblem.AllowanceNear(outlook.Used, outlook.Allowance),
            outlook.Warns && !isUsedUp,
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
        await SetAsync(connectionId, AlertProblem.GuardHolds(held), held > 0, cancellation);
        var failed = await pendingChanges
            .Where(pending => pending.State == PendingChangeState.Failed)
            .Select(pending => pending.HumaId)
            .Distinct()
            .CountAsync(cancellation);
        await SetAsync(connectionId, AlertProblem.PeopleFailed(failed), failed > 0, cancellation);
    }

    private Task SetAsync(Guid connectionId, AlertProblem problem, bool isThere, CancellationToken cancellation) =>
        isThere
            ? alerts.RaiseAsync(connectionId, problem, cancellation)
            : alerts.ClearAsync(connectionId, problem.Code, cancellation);
}
