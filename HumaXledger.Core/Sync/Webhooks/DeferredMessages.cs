using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>
/// Messages between the reading of the first comparison and the end of the first synchronization: they came after their
/// people were read, and no one was queued because nothing may be written before. Once the connection is active, their
/// people are queued.
/// </summary>
public sealed class DeferredMessages(
    IDbContextFactory<SyncDbContext> contexts,
    MessageVault vault,
    ChangeQueue queue,
    TimeProvider clock
)
{
    /// <summary>Queues the people of these messages. May be called again: each message is processed once.</summary>
    /// <param name="since">When the reading began that the synchronization rests on, UTC.</param>
    /// <returns>How many people were queued.</returns>
    public async Task<int> TakeUpAsync(Guid connectionId, DateTime since, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var early = await context
            .Messages.AsNoTracking()
            .Where(row =>
                row.ConnectionId == connectionId
                && row.ReceivedAt >= since
                && row.UserCount > 0
                && row.Body != null
                && !context.PendingChanges.Any(pending => pending.MessageId == row.Id)
            )
            .OrderBy(row => row.Id)
            .ToListAsync(cancellation);
        if (early.Count == 0)
        {
            return 0;
        }

        var pendingChanges = early.SelectMany(PendingChanges).ToList();
        context.PendingChanges.AddRange(pendingChanges);
        await context.SaveChangesAsync(cancellation);
        queue.Signal(connectionId);
        return pendingChanges.Count;
    }

    private IEnumerable<PendingChange> PendingChanges(WebhookMessage row)
    {
        if (vault.Unprotect(row) is not { } body || !HumaMessageReader.TryRead(body, row.Topic, out var message, out _))
        {
            yield break;
        }

        // Its way to Xledger begins now: what it waited before is not the delay of real time.
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var person in message.People)
        {
            yield return PendingChange.Of(
                row.ConnectionId,
                person,
                PendingChangeSource.Webhook,
                MessageDisposition.KindOf(message.Event),
                now,
                message: row.Id
            );
        }
    }
}
