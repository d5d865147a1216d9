using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>A message with its fingerprint and its encrypted body, ready to be stored.</summary>
public sealed record PreparedMessage(Guid ConnectionId, HumaMessage Content, string Fingerprint, byte[] Body, DateTime ReceivedAt);

/// <summary>Stores messages together with word of their people: all of it in one transaction, or nothing.</summary>
public sealed class WebhookStore(IDbContextFactory<SyncDbContext> contexts, MessageVault vault)
{
    /// <summary>The same message again within this time is a repetition; later it may be the same change once more.</summary>
    public static readonly TimeSpan RepeatedWithin = TimeSpan.FromMinutes(10);

    /// <summary>All that can be done before the transaction.</summary>
    public PreparedMessage Prepare(Guid connectionId, HumaMessage message, byte[] body, DateTime receivedAt) =>
        new(connectionId, message, FingerprintOf(message.Topic, body), vault.Protect(body, connectionId), receivedAt);

    /// <returns>The connections whose messages are stored; those of a connection that was ended are not.</returns>
    public async Task<IReadOnlySet<Guid>> StoreAsync(IReadOnlyList<PreparedMessage> messages)
    {
        // Not to be cancelled: others wait for it too.
        var cancellation = CancellationToken.None;
        var ids = messages.Select(message => message.ConnectionId).Distinct().ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var connections = await context.Connections.Where(row => ids.Contains(row.Id) && row.DisconnectedAt == null)
            .Select(row => new { row.Id, row.State, Paused = row.PausedAt != null }).ToDictionaryAsync(row => row.Id, cancellation);
        var seen = await SeenAsync(context, ids, messages, cancellation);
        var rows = new List<(WebhookMessage Row, PreparedMessage Message, bool Noted)>();
        foreach (var message in messages.Where(message => connections.ContainsKey(message.ConnectionId)))
        {
            var connection = connections[message.ConnectionId];
            var repeated = !seen.Add((message.ConnectionId, message.Fingerprint));
            var fate = MessageFate.Of(message.Content, new MessageSituation(connection.State, connection.Paused, repeated));
            rows.Add((Row(message, fate), message, fate.Noted));
        }

        context.Messages.AddRange(rows.Select(row => row.Row));
        await context.SaveChangesAsync(cancellation);
        await new BulkInsert<Notice>(context).RunAsync(rows.Where(row => row.Noted).SelectMany(row => Notices(row.Row, row.Message)), cancellation);
        await MarkAsync(context, rows, cancellation);
        await transaction.CommitAsync(cancellation);
        return connections.Keys.ToHashSet();
    }

    internal static string FingerprintOf(string topic, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // A topic has no line break, so that no other pair of topic and body makes the same bytes.
        hash.AppendData(Encoding.UTF8.GetBytes(topic + "\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<HashSet<(Guid, string)>> SeenAsync(SyncDbContext context, List<Guid> ids, IReadOnlyList<PreparedMessage> messages, CancellationToken cancellation)
    {
        var fingerprints = messages.Select(message => message.Fingerprint).Distinct().ToList();
        var earliest = messages.Min(message => message.ReceivedAt) - RepeatedWithin;
        var seen = await context.Messages.Where(row => ids.Contains(row.ConnectionId) && fingerprints.Contains(row.Fingerprint) && row.ReceivedAt > earliest)
            .Select(row => new { row.ConnectionId, row.Fingerprint }).ToListAsync(cancellation);
        return seen.Select(row => (row.ConnectionId, row.Fingerprint)).ToHashSet();
    }

    private static WebhookMessage Row(PreparedMessage message, MessageFate fate) => new()
    {
        ConnectionId = message.ConnectionId,
        ReceivedAt = message.ReceivedAt,
        Topic = message.Content.Topic,
        Fingerprint = message.Fingerprint,
        Body = message.Body,
        UserCount = message.Content.People.Count,
        State = fate.State,
        ReasonCode = fate.Reason?.Code,
        ReasonArguments = fate.Reason?.Arguments ?? [],
    };

    private static IEnumerable<Notice> Notices(WebhookMessage row, PreparedMessage message) => message.Content.People.Select(person => new Notice
    {
        ConnectionId = row.ConnectionId,
        MessageId = row.Id,
        Source = NoticeSource.Webhook,
        Kind = MessageFate.KindOf(message.Content.Event),
        HumaId = person,
        ReceivedAt = row.ReceivedAt,
        DueAt = row.ReceivedAt,
    });

    // Whoever saves a plan holds the connection's row on PostgreSQL until it is saved. A message does not wait for that: the next one tells as well that Huma is alive.
    private static async Task MarkAsync(SyncDbContext context, List<(WebhookMessage Row, PreparedMessage Message, bool Noted)> rows, CancellationToken cancellation)
    {
        foreach (var latest in rows.GroupBy(row => row.Row.ConnectionId).Select(group => (Id: group.Key, At: group.Max(row => row.Row.ReceivedAt))))
        {
            var free = context is PostgresSyncDbContext
                ? context.Connections.FromSql($"""SELECT * FROM "Connections" WHERE "Id" = {latest.Id} FOR NO KEY UPDATE SKIP LOCKED""")
                : context.Connections.Where(row => row.Id == latest.Id);
            await free.ExecuteUpdateAsync(set => set.SetProperty(row => row.LastMessageAt, latest.At), cancellation);
        }
    }
}
