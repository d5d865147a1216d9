using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Pause, resume and disconnect of a connection. Pausing can be repeated, disconnecting is final. Person and time are
/// stored; neither system is called.
/// </summary>
public sealed class ConnectionLifecycle(
    IDbContextFactory<SyncDbContext> contexts,
    ChangeQueue queue,
    WebhookEndpointCache endpoints,
    TimeProvider clock
)
{
    /// <summary>Stops automatic writing; pending changes wait. Manual runs stay possible.</summary>
    /// <returns>Why not; null where the connection is paused now.</returns>
    public async Task<Reason?> PauseAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Synchronize, connectionId);
        var now = clock.GetUtcNow().UtcDateTime;
        return await ChangeAsync(
            connectionId,
            by,
            ActivityCodes.ConnectionPaused,
            context =>
                context
                    .Connections.NotEndedOrPaused()
                    .Where(connection => connection.Id == connectionId)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(connection => connection.PausedAt, now)
                                .SetProperty(connection => connection.PausedBy, who),
                        cancellation
                    ),
            cancellation
        );
    }

    /// <summary>Resumes automatic writing; the pending changes are processed.</summary>
    /// <returns>Why not; null where the connection is not paused any longer.</returns>
    public async Task<Reason?> ResumeAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize, connectionId);
        var refusal = await ChangeAsync(
            connectionId,
            by,
            ActivityCodes.ConnectionResumed,
            context =>
                context
                    .Connections.Paused()
                    .Where(connection => connection.Id == connectionId)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(connection => connection.PausedAt, (DateTime?)null)
                                .SetProperty(connection => connection.PausedBy, (string?)null),
                        cancellation
                    ),
            cancellation
        );
        queue.Signal(connectionId, atOnce: true);
        return refusal;
    }

    /// <summary>
    /// Ends the connection for good: its secrets and its webhook are removed, and what waited is closed. History, runs,
    /// activity and links stay, and nothing changes in Huma or Xledger.
    /// </summary>
    /// <param name="name">The connection's name, typed as confirmation.</param>
    /// <returns>Why not; null where the connection is ended now.</returns>
    public async Task<Reason?> DisconnectAsync(Guid connectionId, string name, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.SetUp, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // In the connection's turn: no run can begin between the question and the end.
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await context.Connections.SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.IsEnded)
        {
            return null;
        }

        if (name.Trim() != connection.Name)
        {
            return new Reason(ConnectionReasons.NameNotTyped, connection.Name);
        }

        if (await context.UnderWay(connectionId).AnyAsync(cancellation))
        {
            return new Reason(RunReasons.RunUnderWay);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        (connection.DisconnectedAt, connection.DisconnectedBy) = (now, who);
        // The webhook's address stays: without keys no message is accepted, and messages that Huma still sends are
        // recognized and logged.
        (connection.HumaClientSecret, connection.XledgerToken) = (new ProtectedSecret(""), new ProtectedSecret(""));
        context.Activity.Add(
            ActivityRecord.Of(by, ActivityCodes.ConnectionDisconnected, now, connectionId, [connection.Name])
        );
        await context.SaveChangesAsync(cancellation);
        await CloseAsync(context, connectionId, who, now, cancellation);
        await transaction.CommitAsync(cancellation);
        endpoints.Forget(connectionId);
        return null;
    }

    // What waited waits for nothing any longer; it stays as history.
    private static async Task CloseAsync(
        SyncDbContext context,
        Guid connectionId,
        string who,
        DateTime now,
        CancellationToken cancellation
    )
    {
        await context.WebhookKeys.Where(key => key.ConnectionId == connectionId).ExecuteDeleteAsync(cancellation);
        await context.Leases.Where(lease => lease.ConnectionId == connectionId).ExecuteDeleteAsync(cancellation);
        await context.MissedChanges.Where(row => row.ConnectionId == connectionId).ExecuteDeleteAsync(cancellation);
        var over = new Reason(ConnectionReasons.ConnectionEnded);
        await context
            .PendingChanges.Where(pending =>
                pending.ConnectionId == connectionId
                && pending.State != PendingChangeState.Written
                && pending.State != PendingChangeState.NothingToDo
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.NothingToDo)
                        .SetProperty(pending => pending.Cause, (PendingChangeCause?)null)
                        .SetProperty(pending => pending.Reason, over)
                        .SetProperty(pending => pending.EndedAt, now),
                cancellation
            );
        await context
            .HeldValues.Where(value => value.ConnectionId == connectionId && value.State != HeldValueState.Left)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(value => value.State, HeldValueState.Left)
                        .SetProperty(value => value.DecidedBy, who)
                        .SetProperty(value => value.DecidedAt, now),
                cancellation
            );
        // No mail says that a problem of an ended connection is over.
        await context
            .Alerts.Where(alert => alert.ConnectionId == connectionId && alert.ClosedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(alert => alert.ClosedAt, now).SetProperty(alert => alert.OverMailedAt, now),
                cancellation
            );
        await context
            .Comparisons.Where(comparison =>
                comparison.ConnectionId == connectionId && comparison.State == ComparisonState.Complete
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(comparison => comparison.State, ComparisonState.Closed),
                cancellation
            );
        await PlanStore.RefuseAsync(context.Plans.Where(plan => plan.ConnectionId == connectionId), cancellation);
    }

    private async Task<Reason?> ChangeAsync(
        Guid connectionId,
        Actor by,
        string code,
        Func<SyncDbContext, Task<int>> change,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        if (await change(context) == 0)
        {
            // It is as wanted already, or it has ended.
            return (
                await context
                    .Connections.AsNoTracking()
                    .SingleAsync(connection => connection.Id == connectionId, cancellation)
            ).EndedBecause();
        }

        context.Activity.Add(ActivityRecord.Of(by, code, clock.GetUtcNow().UtcDateTime, connectionId));
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }
}
