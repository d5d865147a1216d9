using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Finds what changes by date alone (an announced position begins, one ends): queues the people whose day has come, so
/// that
/// they are read and compared as after a message of Huma. Rules, safety limits and pauses are those of the queue.
/// </summary>
public sealed class DatedChanges(IDbContextFactory<SyncDbContext> contexts, ChangeQueue queue, TimeProvider clock)
{
    /// <summary>As many at once; the others follow with the next round.</summary>
    internal const int MostAtOnce = 500;

    /// <summary>
    /// Queues the people of one connection whose day has come, once each: the day is taken off in the same transaction.
    /// </summary>
    /// <returns>How many people.</returns>
    public async Task<int> QueueAsync(Guid connectionId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var today = SystemDay.Of(now);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (!connection.IsAutomatic)
        {
            return 0;
        }

        var due = await Due(context, connectionId, today)
            .OrderBy(link => link.LookAgainOn)
            .ThenBy(link => link.Id)
            .Take(MostAtOnce)
            .Select(link => new { link.Id, link.HumaId })
            .ToListAsync(cancellation);
        if (due.Count == 0)
        {
            return 0;
        }

        context.PendingChanges.AddRange(
            due.Select(link =>
                PendingChange.Of(
                    connectionId,
                    link.HumaId,
                    PendingChangeSource.Date,
                    PendingChangeKind.Updated,
                    now.UtcDateTime
                )
            )
        );
        await context.SaveChangesAsync(cancellation);
        var ids = due.ConvertAll(link => link.Id);
        await Due(context, connectionId, today)
            .Where(link => ids.Contains(link.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(link => link.LookAgainOn, (DateOnly?)null), cancellation);
        await transaction.CommitAsync(cancellation);
        queue.Signal(connectionId);
        return due.Count;
    }

    /// <summary>Connections in use with people whose day has come; the earliest day first.</summary>
    internal static Task<List<Guid>> DueAsync(SyncDbContext context, DateOnly today, CancellationToken cancellation) =>
        (
            from link in context.Links
            where link.LookAgainOn != null && link.LookAgainOn <= today
            join connection in context.Connections.NotEndedOrPaused() on link.ConnectionId equals connection.Id
            where connection.State == ConnectionState.Active
            group link.LookAgainOn by connection.Id into days
            orderby days.Min()
            select days.Key
        ).ToListAsync(cancellation);

    private static IQueryable<PersonLink> Due(SyncDbContext context, Guid connectionId, DateOnly today) =>
        context.Links.Where(link =>
            link.ConnectionId == connectionId && link.LookAgainOn != null && link.LookAgainOn <= today
        );
}
