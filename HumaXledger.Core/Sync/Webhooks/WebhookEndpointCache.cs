using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>
/// Which connection an address belongs to and what opens it, in memory for <see cref="Kept"/>: what this process
/// changes holds at once, what another node changes within that time. Only addresses that exist are kept, so that
/// requests cannot fill it. Safe for concurrent use.
/// </summary>
public sealed partial class WebhookEndpointCache(
    IDbContextFactory<SyncDbContext> contexts,
    SecretVault vault,
    TimeProvider clock,
    ILogger<WebhookEndpointCache> logger
)
{
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Whether the address was found before; asking for another one costs a query.</summary>
    public bool IsKnown(string address) => _known.ContainsKey(address);

    /// <returns>Null where no connection has, or had, this address.</returns>
    public async Task<WebhookEndpoint?> FindAsync(string address, CancellationToken cancellation)
    {
        if (_known.TryGetValue(address, out var known) && clock.GetElapsedTime(known.ReadAt) < Kept)
        {
            return known.Endpoint;
        }

        if (Base64Url.IsValid(address, out var length) is false || length != WebhookKeys.Length)
        {
            return null;
        }

        var readAt = clock.GetTimestamp();
        var endpoint = await ReadAsync(address, cancellation);
        if (endpoint is null)
        {
            _known.TryRemove(address, out _);
        }
        else
        {
            _known[address] = new Known(endpoint, readAt);
        }

        return endpoint;
    }

    /// <summary>Call it after keys were made or removed, or the connection was ended.</summary>
    public void Forget(Guid connectionId)
    {
        foreach (var (address, known) in _known)
        {
            if (known.Endpoint.ConnectionId == connectionId)
            {
                _known.TryRemove(address, out _);
            }
        }
    }

    private async Task<WebhookEndpoint?> ReadAsync(string address, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var found = await context
            .Connections.AsNoTracking()
            .SingleOrDefaultAsync(row => row.WebhookAddress == address, cancellation);
        if (found is null)
        {
            return null;
        }

        var keys = found.IsEnded
            ? []
            : await context
                .WebhookKeys.AsNoTracking()
                .Where(row => row.ConnectionId == found.Id)
                .ToListAsync(cancellation);
        return new WebhookEndpoint(found.Id, found.IsEnded, [.. keys.Select(Open).OfType<WebhookPair>()]);
    }

    private WebhookPair? Open(WebhookKey key)
    {
        try
        {
            return new WebhookPair(
                Encoding.UTF8.GetBytes(
                    vault.Unprotect(key.Secret, SecretKind.WebhookSecret, key.ConnectionId, key.Row).Reveal()
                ),
                Encoding.UTF8.GetBytes(
                    vault.Unprotect(key.Token, SecretKind.WebhookToken, key.ConnectionId, key.Row).Reveal()
                ),
                key.ExpiresAt
            );
        }
        catch (SecretUnreadable fault)
        {
            LogUnreadable(fault, key.ConnectionId);
            return null;
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The webhook key of connection {ConnectionId} cannot be read; make new ones in its settings"
    )]
    private partial void LogUnreadable(Exception fault, Guid connectionId);

    private sealed record Known(WebhookEndpoint Endpoint, long ReadAt);
}
