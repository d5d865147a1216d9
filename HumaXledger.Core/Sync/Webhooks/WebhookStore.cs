using System.Collections.Concurrent;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>A message with its fingerprint and its encrypted body, ready to be stored.</summary>
public sealed record PreparedMessage(
    Guid ConnectionId,
    HumaMessage Content,
    string Fingerprint,
    byte[] Body,
    DateTime ReceivedAt
);

/// <summary>Stores messages together with pending changes for their people, in one transaction.</summary>
public sealed class WebhookStore(IDbContextFactory<SyncDbContext> contexts, MessageVault vault)
{
    /// <summary>
    /// The same message again within this time is a repetition; later it may be the same change once more.
    /// </summary>
    public static readonly TimeSpan RepeatedWithin = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The time of a connection's last message is kept to this precision: one more write for each of many would say
    /// nothing more.
    /// </summary>
    internal static readonly TimeSpan MarkedEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, DateTime> _marked = new();

    /// <summary>All that can be done before the transaction.</summary>
    public PreparedMessage Prepare(Guid connectionId, HumaMessage message, byte[] body, DateTime receivedAt)
    {
        var fingerprint = vault.FingerprintOf(message.Topic, body);
        return new(connectionId, message, fingerprint, vault.Protect(body, connectionId, fingerprint), receivedAt);
    }

    /// <returns>The connections whose messages are stored; those of a connection that was ended are not.</returns>
    public async Task<IReadOnlySet<Guid>> StoreAsync(IReadOnlyList<PreparedMessage> messages)
    {
        // Not to be cancelled: others wait for it too.
        var cancellation = CancellationToken.None;
        var ids = messages.Select(message => message.ConnectionId).Distinct().ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var connections = await ConnectionsAsync(context, ids, messages, cancellation);
        var seen = connections
            .Values.SelectMany(connection => connection.Seen.Select(fingerprint => (connection.Id, fingerprint)))
            .ToHashSet();
        var rows = new List<(WebhookMessage Row, PreparedMessage Message, bool Noted)>();
        foreach (var message in messages.Where(message => connections.ContainsKey(message.ConnectionId)))
        {
            var connection = connections[message.ConnectionId];
            var repeated = !seen.Add((message.ConnectionId, message.Fingerprint));
            var disposition = MessageDisposition.Of(
                message.Content,
                new MessageSituation(connection.State, connection.Paused, repeated)
            );
            rows.Add((Row(message, disposition), message, disposition.Noted));
        }

        context.Messages.AddRange(rows.Select(row => row.Row));
        await context.SaveChangesAsync(cancellation);
        await new BulkInsert<PendingChange>(context).RunAsync(
            rows.Where(row => row.Noted).SelectMany(row => PendingChanges(row.Row, row.Message)),
            cancellation
        );
        var marked = await MarkAsync(context, rows, cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var (id, at) in marked)
        {
            _marked[id] = at;
        }

        return connections.Keys.ToHashSet();
    }

    // One question for both: how the connections stand, and which of these messages they have had a while ago.
    private static async Task<Dictionary<Guid, Known>> ConnectionsAsync(
        SyncDbContext context,
        List<Guid> ids,
        IReadOnlyList<PreparedMessage> messages,
        CancellationToken cancellation
    )
    {
        var fingerprints = messages.Select(message => message.Fingerprint).Distinct().ToList();
        var earliest = messages.Min(message => message.ReceivedAt) - RepeatedWithin;
        return await context
            .Connections.NotEnded()
            .Where(row => ids.Contains(row.Id))
            .Select(row => new Known(
                row.Id,
                row.State,
                row.PausedAt != null,
                context
                    .Messages.Where(message =>
                        message.ConnectionId == row.Id
                        && fingerprints.Contains(message.Fingerprint)
                        && message.ReceivedAt > earliest
                    )
                    .Select(message => message.Fingerprint)
                    .ToList()
            ))
            .ToDictionaryAsync(row => row.Id, cancellation);
    }

    private static WebhookMessage Row(PreparedMessage message, MessageDisposition disposition) =>
        new()
        {
            ConnectionId = message.ConnectionId,
            ReceivedAt = message.ReceivedAt,
            Topic = message.Content.Topic,
            Fingerprint = message.Fingerprint,
            Body = message.Body,
            UserCount = message.Content.People.Count,
            State = disposition.State,
            Reason = disposition.Reason,
        };

    private static IEnumerable<PendingChange> PendingChanges(WebhookMessage row, PreparedMessage message) =>
        message.Content.People.Select(person =>
            PendingChange.Of(
                row.ConnectionId,
                person,
                PendingChangeSource.Webhook,
                MessageDisposition.KindOf(message.Content.Event),
                row.ReceivedAt,
                message: row.Id
            )
        );

    // Saving a plan locks the connection's row on PostgreSQL. A message does not wait for that: the next one proves as
    // well that Huma is alive.
    private async Task<List<(Guid Id, DateTime At)>> MarkAsync(
        SyncDbContext context,
        List<(WebhookMessage Row, PreparedMessage Message, bool Noted)> rows,
        CancellationToken cancellation
    )
    {
        var due = rows.GroupBy(row => row.Row.ConnectionId)
            .Select(group => (Id: group.Key, At: group.Max(row => row.Row.ReceivedAt)))
            .Where(latest =>
                !_marked.TryGetValue(latest.Id, out var before) || (latest.At - before).Duration() >= MarkedEvery
            )
            .ToList();
        List<(Guid Id, DateTime At)> marked = [];
        foreach (var (id, at) in due)
        {
            var free =
                context is PostgresSyncDbContext
                    ? context.Connections.FromSql(
                        $"""SELECT * FROM "Connections" WHERE "Id" = {id} FOR NO KEY UPDATE SKIP LOCKED"""
                    )
                    : context.Connections.Where(row => row.Id == id);
            // A row that was held is marked by the next message, however soon that comes.
            if (await free.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastMessageAt, at), cancellation) > 0)
            {
                marked.Add((id, at));
            }
        }

        return marked;
    }

    private sealed record Known(Guid Id, ConnectionState State, bool Paused, IReadOnlyList<string> Seen);
}
