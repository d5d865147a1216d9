using System.Collections.Concurrent;
using System.Net;
using HumaXledger.Portal.Hosting;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Webhooks;

/// <summary>
/// Rate limits of the webhook. Messages with a connection's access token are counted for that connection, refusals for
/// their sender. So a sender without the token cannot use up Huma's quota, and Huma, which sends the messages of all
/// connections from few addresses, is never limited as a sender. Memory use does not depend on the number of senders.
/// </summary>
public sealed class WebhookLimits
{
    /// <summary>Senders are hashed to this many counters; two on the same counter share its limit.</summary>
    private const int SenderCounts = 4096;

    private readonly ConcurrentDictionary<Guid, TokenBucket> _connections = new();
    private readonly TokenBucket[] _senders;
    private readonly Func<TokenBucket> _newConnection;

    /// <summary>Limits from the settings.</summary>
    public WebhookLimits(IOptions<WebhookOptions> options, TimeProvider clock)
    {
        var limits = options.Value;
        _newConnection = () => new TokenBucket(limits.MessagesPerSecond, limits.MessageBurst, clock);
        _senders =
        [
            .. Enumerable
                .Range(0, SenderCounts)
                .Select(_ => new TokenBucket(limits.RefusalsPerSecond, limits.RefusalBurst, clock)),
        ];
    }

    /// <summary>Counts a message; false when it exceeds the limit.</summary>
    public bool Admits(Guid connectionId) => _connections.GetOrAdd(connectionId, _ => _newConnection()).TryTake();

    /// <summary>Whether this sender still gets a specific refusal; beyond the limit it gets 429.</summary>
    public bool ReadsFrom(IPAddress? sender) => Of(sender).HasRoom;

    /// <summary>Counts a refusal; false when it exceeds the limit.</summary>
    public bool CountRefusal(IPAddress? sender) => Of(sender).TryTake();

    private TokenBucket Of(IPAddress? sender) => _senders[(uint)SenderNetwork.Of(sender).GetHashCode() % SenderCounts];
}
