using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Changes in Huma that a check found and no message announced: brought, they are queued and written as if a message
/// had announced them (decision 0054).
/// </summary>
public sealed class Reconciliation(
    IDbContextFactory<SyncDbContext> contexts,
    ChangeQueue queue,
    Alerts alerts,
    IOptions<QuickComparisonOptions> options,
    TimeProvider clock
)
{
    /// <summary>People of a connection who changed in Huma without a message and were not taken up since.</summary>
    public async Task<int> CountAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await Open(context, connectionId).CountAsync(cancellation);
    }

    /// <summary>Queues the people who changed without a message; each is brought once.</summary>
    /// <returns>How many people.</returns>
    public async Task<Answer<int>> EnqueueAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return new Answer<int>.Refused(ended);
        }

        var open = await Open(context, connectionId).ToListAsync(cancellation);
        if (open.Count > 0)
        {
            Queue(context, open, Entry(by, ActivityCodes.MissedBrought, open));
            await context.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        await alerts.ClearAsync(connectionId, AlertReasons.MissedChanges, cancellation);
        if (open.Count > 0)
        {
            queue.Signal(connectionId, atOnce: true);
        }

        return new Answer<int>.Done(open.Count);
    }

    /// <summary>
    /// Whether changes that a check finds are written without being asked for: with reconciliation, and where checks
    /// stand in for messages.
    /// </summary>
    internal bool Enqueues(Connection connection, DateTime now) =>
        connection.Reconciles || StandsIn(connection, now, options.Value);

    /// <summary>Whether checks of Huma stand in for messages: no webhook reports, and checks are on.</summary>
    internal static bool StandsIn(Connection connection, DateTime now, QuickComparisonOptions options) =>
        connection.QuickComparisonMinutes is not null
        && WebhookHealthReading.Of(connection, now, options) != WebhookHealth.Reporting;

    /// <summary>
    /// Saves what a reading of Huma found, and queues it where it is to be brought, in one transaction. What the
    /// connection does is asked then: a reading takes minutes.
    /// </summary>
    /// <param name="read">Everyone who was read.</param>
    /// <param name="readAt">When that began.</param>
    /// <returns>
    /// How many people changed without a message and were not taken up since; null where the connection was paused or
    /// ended meanwhile, and nothing was saved.
    /// </returns>
    internal async Task<int?> ConcludeAsync(
        SyncDbContext context,
        Guid connectionId,
        MissedChanges found,
        MissedChanges.Whole read,
        DateTime readAt,
        CancellationToken cancellation
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (!connection.IsAutomatic)
        {
            return null;
        }

        await MissedChangeList.NoteAsync(
            context,
            connection.Id,
            found,
            read,
            PendingChangeSource.QuickComparison,
            readAt,
            cancellation
        );
        await context.SaveChangesAsync(cancellation);
        var open = await Open(context, connection.Id).ToListAsync(cancellation);
        var enqueues = open.Count > 0 && Enqueues(connection, readAt);
        if (enqueues)
        {
            Queue(context, open, Entry(Actor.System, ActivityCodes.QuickCompared, open));
            await context.SaveChangesAsync(cancellation);
        }

        if (read.Complete)
        {
            await context
                .Connections.Where(row => row.Id == connection.Id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.LastCompletedQuickComparisonAt, readAt),
                    cancellation
                );
        }

        await transaction.CommitAsync(cancellation);
        if (enqueues)
        {
            queue.Signal(connection.Id);
        }

        return open.Count;
    }

    /// <summary>
    /// Queues what a difference check has listed, where it is to be brought. Tracked by the context, not saved; in a
    /// transaction that has the connection's turn.
    /// </summary>
    /// <returns>Whether the queue is to be signalled after that.</returns>
    internal async Task<bool> TakeUpAsync(SyncDbContext context, Connection connection, CancellationToken cancellation)
    {
        if (connection.IsEnded || !Enqueues(connection, clock.GetUtcNow().UtcDateTime))
        {
            return false;
        }

        var open = await Open(context, connection.Id).ToListAsync(cancellation);
        if (open.Count > 0)
        {
            Queue(context, open, Entry(Actor.System, ActivityCodes.MissedBrought, open));
        }

        return open.Count > 0;
    }

    private ActivityRecord Entry(Actor by, string code, IReadOnlyList<MissedChange> open) =>
        ActivityRecord.Of(by, code, clock.GetUtcNow().UtcDateTime, open[0].ConnectionId, [$"{open.Count}"]);

    private void Queue(SyncDbContext context, IReadOnlyList<MissedChange> open, ActivityRecord entry)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        context.PendingChanges.AddRange(
            open.Select(one =>
                PendingChange.Of(one.ConnectionId, one.HumaId, one.Source, one.Kind, now, foundAt: one.FirstFoundAt)
            )
        );
        foreach (var one in open)
        {
            if (one.IsLeaver)
            {
                one.TakenUpAt = now;
            }
            else
            {
                context.MissedChanges.Remove(one);
            }
        }

        context.Activity.Add(entry);
    }

    // What is missed on a connection and was not taken up since it was found.
    private static IQueryable<MissedChange> Open(SyncDbContext context, Guid connectionId) =>
        context.OpenMissedChanges().Where(missed => missed.ConnectionId == connectionId);
}
