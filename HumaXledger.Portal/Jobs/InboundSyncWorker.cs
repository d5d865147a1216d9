using System.Collections.Concurrent;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Live;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Brings changes in Huma to Xledger: at once when the queue signals, and every few seconds for what is due again, what
/// another node received, and what an earlier process left. Connections are processed in parallel, each by itself.
/// </summary>
public sealed partial class InboundSyncWorker(
    ChangeQueue queue,
    LeasedInboundSync inbound,
    RunFeed feed,
    IOptions<InboundSyncOptions> options,
    TimeProvider clock,
    ILogger<InboundSyncWorker> logger
) : BackgroundWork, IHostedLifecycleService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>A database that is away does not hold up the end.</summary>
    private static readonly TimeSpan MostForHandOver = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, ConnectionWorker> _turns = new();
    private readonly ConcurrentBag<Task> _running = [];
    private readonly CancellationTokenSource _ending = new();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// As soon as it is asked to stop: services stop one after the other, and another node should not wait for that.
    /// </summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => _ending.CancelAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Dispose()
    {
        base.Dispose();
        _ending.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _ending.Token);
        try
        {
            await Task.WhenAll(HearAsync(stopping.Token), LookAroundAsync(stopping.Token));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It is stopped before the host reports that it stops: only then a cancellation is no fault.
        }
        finally
        {
            // What they use must live until they have ended.
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await HandOverAsync();
        }
    }

    // Without it another node takes over when the leases have run out.
    private async Task HandOverAsync()
    {
        try
        {
            using var late = new CancellationTokenSource(MostForHandOver, clock);
            await inbound.ReleaseLeasesAsync(late.Token);
            feed.AnnounceLeaving();
        }
        catch (Exception fault)
        {
            LogNotHandedOver(fault);
        }
    }

    private async Task HearAsync(CancellationToken stopping)
    {
        await foreach (var (connection, atOnce, here) in queue.Signals.ReadAllAsync(stopping))
        {
            if (here)
            {
                WorkerOf(connection, stopping).Signal(new WorkSignal(atOnce, Here: true));
            }
            else if (_turns.TryGetValue(connection, out var worker))
            {
                // A node that never worked on the connection holds no lease of it.
                worker.Signal(new WorkSignal(atOnce));
            }
        }
    }

    private async Task LookAroundAsync(CancellationToken stopping)
    {
        await MayBeginAsync(stopping);
        using var rounds = feed.Departures.Rounds(Interval, clock);
        do
        {
            try
            {
                foreach (var connection in await queue.DueAsync(stopping))
                {
                    WorkerOf(connection, stopping).Signal(default);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogSearchFailed(fault);
            }
        } while (await rounds.NextAsync(stopping));
    }

    private ConnectionWorker WorkerOf(Guid connectionId, CancellationToken stopping) =>
        _turns.GetOrAdd(connectionId, id =>
        {
            var worker = new ConnectionWorker(id, inbound, feed, new InboundPace(options.Value, clock), clock, logger);
            _running.Add(worker.RunAsync(stopping));
            return worker;
        });

    [LoggerMessage(LogLevel.Error, "Due pending changes could not be read; the next poll tries again")]
    private partial void LogSearchFailed(Exception fault);

    [LoggerMessage(LogLevel.Warning, "Leases of connections could not be given back; they run out by themselves")]
    private partial void LogNotHandedOver(Exception fault);
}
