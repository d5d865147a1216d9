using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Overview;

/// <summary>
/// A stamp that differs when anything moved on a connection that its pages show: acts, messages, queue, runs,
/// comparisons, alerts. One query for any number of connections, answered from indexes.
/// </summary>
public sealed record ConnectionStamp(
    Guid ConnectionId,
    ConnectionState State,
    DateTime? PausedAt,
    DateTime? LastSyncedAt,
    DateTime? LastMessageAt,
    DateTime? LastQuickComparisonAt,
    long? LastAct,
    int Pending,
    DateTime? LastSettled,
    int HeldValues,
    int? LastRun,
    int? RequestsUnderWay,
    DateTime? LastComparison,
    DateTime? LastComparisonEnd,
    int OpenAlerts,
    DateTime? LastHealthCheck,
    int UndeliveredMails
)
{
    /// <summary>The stamps as of now; ids of something else are left out.</summary>
    public static async Task<IReadOnlyList<ConnectionStamp>> ReadAsync(
        SyncDbContext context,
        IReadOnlyCollection<Guid> connections,
        CancellationToken cancellation
    ) =>
        await context
            .Connections.AsNoTracking()
            .Where(connection => connections.Contains(connection.Id))
            .Select(connection => new ConnectionStamp(
                connection.Id,
                connection.State,
                connection.PausedAt,
                connection.LastSyncedAt,
                connection.LastMessageAt,
                connection.LastQuickComparisonAt,
                context.Activity.Where(act => act.ConnectionId == connection.Id).Max(act => (long?)act.Number),
                context.PendingChanges.Count(pending =>
                    pending.ConnectionId == connection.Id
                    && (
                        pending.State == PendingChangeState.Waiting
                        || pending.State == PendingChangeState.Writing
                        || pending.State == PendingChangeState.Held
                        || pending.State == PendingChangeState.Failed
                    )
                ),
                context
                    .PendingChanges.Where(pending => pending.ConnectionId == connection.Id)
                    .Max(pending => pending.EndedAt),
                context.HeldValues.Count(value =>
                    value.ConnectionId == connection.Id && value.State == HeldValueState.Open
                ),
                context.Runs.Where(run => run.ConnectionId == connection.Id).Max(run => (int?)run.Number),
                context
                    .Runs.Where(run => run.ConnectionId == connection.Id && run.FinishedAt == null)
                    .Max(run => (int?)(run.XledgerRequests + run.HumaRequests)),
                context
                    .Comparisons.Where(comparison => comparison.ConnectionId == connection.Id)
                    .Max(comparison => (DateTime?)comparison.StartedAt),
                context
                    .Comparisons.Where(comparison => comparison.ConnectionId == connection.Id)
                    .Max(comparison => comparison.FinishedAt),
                context.Alerts.Count(alert => alert.ConnectionId == connection.Id && alert.ClosedAt == null),
                context
                    .Health.Where(health => health.ConnectionId == connection.Id)
                    .Max(health => (DateTime?)health.CheckedAt),
                context.UndeliveredMails.Count(mail => mail.ConnectionId == connection.Id)
            ))
            .ToListAsync(cancellation);
}
