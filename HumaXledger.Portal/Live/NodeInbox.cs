using System.Threading.Channels;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;

namespace HumaXledger.Portal.Live;

/// <summary>Takes what other nodes sent: values go to the feed, signals to those who wait for them.</summary>
public sealed partial class NodeInbox(
    NodeOutbox outbox,
    SilentFeeds silent,
    ChangeQueue queue,
    Departures departures,
    ILogger<NodeInbox> logger
) : BackgroundService
{
    private readonly Channel<string> _texts = Channel.CreateBounded<string>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
    );

    /// <summary>A message as it was sent; taken up without delaying the caller.</summary>
    public void Put(string text) => _texts.Writer.TryWrite(text);

    /// <summary>Messages may have been missed: what is watched is read from the store.</summary>
    public Task CatchUpAsync(CancellationToken cancellation) => silent.ReadAllAsync(cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var text in _texts.Reader.ReadAllAsync(stoppingToken))
        {
            if (NodeMessage.Read(text) is not { } message || message.From == outbox.Node)
            {
                continue;
            }

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
            case NodeMessageKind.Ring:
                queue.RingFromElsewhere(key, message.AtOnce);
                break;
            case NodeMessageKind.Leaving:
                departures.Announce();
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A live change of another node could not be read")]
    private partial void LogNotRead(Exception fault);
}
