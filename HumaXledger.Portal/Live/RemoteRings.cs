using System.Threading.Channels;

namespace HumaXledger.Portal.Live;

/// <summary>Signals of other nodes that something waits on a connection whose lease this node may hold.</summary>
public sealed class RemoteRings
{
    private readonly Channel<(Guid ConnectionId, bool AtOnce)> _rings = Channel.CreateBounded<(
        Guid ConnectionId,
        bool AtOnce
    )>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>As they come. For one listener.</summary>
    public ChannelReader<(Guid ConnectionId, bool AtOnce)> Rings => _rings.Reader;

    /// <param name="atOnce">A person waits for it: a pause after a fault is cut short.</param>
    public void Ring(Guid connectionId, bool atOnce) => _rings.Writer.TryWrite((connectionId, atOnce));
}
