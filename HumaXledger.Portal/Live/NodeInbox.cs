using System.Threading.Channels;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Monitoring;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Takes what other nodes sent: values go to the feed, signals to those who wait for them. What no node sent is dropped
/// and counted (<see cref="PortalMetrics.DroppedMessages"/>).
/// </summary>
public sealed partial class NodeInbox(
    NodeOutbox outbox,
    NodeSeal seal,
    SilentFeeds silent,
    ChangeQueue queue,
    Departures departures,
    ILogger<NodeInbox> logger
) : BackgroundService
{
    private readonly Channel<NodeMessage> _messages = Channel.CreateBounded<NodeMessage>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
    );

    // Whether one was dropped: 0 or 1.
    private int _dropped;

    /// <summary>
    /// A message as it was heard; taken up without delaying the caller. One that does not fit never gets into the
    /// queue, so that it displaces no other.
    /// </summary>
    public void Put(string sent)
    {
        if (!seal.TryOpen(sent, out var message))
        {
            PortalMetrics.OnDroppedMessage();
            if (Interlocked.Exchange(ref _dropped, 1) == 0)
            {
                LogNotOfANode();
            }
        }
        else if (message is not null && message.From != outbox.Node)
        {
            _messages.Writer.TryWrite(message);
        }
    }

    /// <summary>Messages may have been missed: what is watched is read from the store.</summary>
    public Task CatchUpAsync(CancellationToken cancellation) => silent.ReadAllAsync(cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in _messages.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await TakeAsync(message, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // The value could not be read from the store; after the next silence it is read again.
                LogNotRead(fault);
            }
        }
    }

    private async Task TakeAsync(NodeMessage message, CancellationToken stopping)
    {
        var (key, of, ended) = (message.Key, message.Of, message.Ended);
        switch (message.Kind)
        {
            case NodeMessageKind.Run:
                await silent.TakeAsync(key, of, message.ValueAs<RunProgress>(), ended, stopping);
                break;
            case NodeMessageKind.Comparison:
                await silent.TakeAsync(key, of, message.ValueAs<CompareProgress>(), ended, stopping);
                break;
            case NodeMessageKind.Connection:
                silent.TakePulse(key);
                break;
            case NodeMessageKind.Decisions:
                silent.Take(key, message.ValueAs<DecisionsPulse>());
                break;
            case NodeMessageKind.Signal:
                queue.SignalFromOtherNode(key, message.AtOnce);
                break;
            case NodeMessageKind.Leaving:
                departures.Announce();
                break;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A message on the channel between nodes was not sent by a node of this version with the same key ring. It is "
            + "dropped, and so are later ones like it, which are counted (humaxledger.node.messages.dropped) and not "
            + "logged"
    )]
    private partial void LogNotOfANode();

    [LoggerMessage(LogLevel.Warning, "A live change of another node could not be read")]
    private partial void LogNotRead(Exception fault);
}
