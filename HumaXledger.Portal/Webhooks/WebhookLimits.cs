using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Webhooks;

/// <summary>
/// How much is let in. Messages that show a connection's access token are counted for that connection; whatever is
/// refused is counted for its sender. So nobody without the token can use up what Huma may send, and Huma, which
/// sends the messages of all connections from few addresses, is never counted as a sender. Takes the same memory
/// however many senders there are.
/// </summary>
public sealed class WebhookLimits
{
    /// <summary>Senders share so many counts; two that fall on the same one share its limit.</summary>
    private const int SenderCounts = 4096;

    private readonly ConcurrentDictionary<Guid, TokenBucket> _connections = new();
    private readonly TokenBucket[] _senders;
    private readonly Func<TokenBucket> _newConnection;

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

    /// <summary>Counts a message; false where it is one too many.</summary>
    public bool LetsIn(Guid connectionId) => _connections.GetOrAdd(connectionId, _ => _newConnection()).TryTake();

    /// <summary>Whether this sender may be refused once more before it is told to be quiet.</summary>
    public bool Listens(IPAddress? sender) => Of(sender).HasRoom;

    /// <summary>Counts a refusal; false where it is one too many.</summary>
    public bool CountRefusal(IPAddress? sender) => Of(sender).TryTake();

    // Whoever has one IPv6 address has its whole network.
    private TokenBucket Of(IPAddress? sender)
    {
        var address = sender is { IsIPv4MappedToIPv6: true } ? sender.MapToIPv4() : sender;
        var bytes = (address ?? IPAddress.None).GetAddressBytes().AsSpan();
        var hash = new HashCode();
        hash.AddBytes(address?.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..8] : bytes);
        return _senders[(uint)hash.ToHashCode() % SenderCounts];
    }
}
