using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>How much waits in the queue of one connection.</summary>
/// <param name="People">People by the states in which one waits (<see cref="ChangeQueueStatistics.Open"/>).</param>
/// <param name="OldestAt">
/// When the change arrived that has waited longest to be written, UTC; null where none waits. What awaits a decision or
/// a correction has its own alerts and is left out.
/// </param>
public sealed record QueueLoad(
    Guid ConnectionId,
    string Name,
    IReadOnlyDictionary<PendingChangeState, int> People,
    DateTime? OldestAt
)
{
    /// <summary>People whose changes are on their way: waiting, or being written.</summary>
    public int OnTheWay =>
        People.GetValueOrDefault(PendingChangeState.Waiting) + People.GetValueOrDefault(PendingChangeState.Writing);

    /// <summary>The queue of every connection that has not ended, by name.</summary>
    public static async Task<IReadOnlyList<QueueLoad>> ReadAsync(SyncDbContext context, CancellationToken cancellation)
    {
        var connections = await context
            .Connections.NotEnded()
            .OrderBy(connection => connection.Name)
            .Select(connection => new { connection.Id, connection.Name })
            .ToListAsync(cancellation);
        var counts = (
            await context
                .PendingChanges.Where(pending => ChangeQueueStatistics.Open.Contains(pending.State))
                .GroupBy(pending => new { pending.ConnectionId, pending.State })
                .Select(group => new
                {
                    group.Key.ConnectionId,
                    group.Key.State,
                    People = group.Select(pending => pending.HumaId).Distinct().Count(),
                    Oldest = group.Min(pending => pending.ReceivedAt),
                })
                .ToListAsync(cancellation)
        ).ToLookup(row => row.ConnectionId);
        return
        [
            .. connections.Select(connection => new QueueLoad(
                connection.Id,
                connection.Name,
                counts[connection.Id].ToDictionary(row => row.State, row => row.People),
                counts[connection.Id]
                    .Where(row => row.State is PendingChangeState.Waiting or PendingChangeState.Writing)
                    .Min(row => (DateTime?)row.Oldest)
            )),
        ];
    }
}
