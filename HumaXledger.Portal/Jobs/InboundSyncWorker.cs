using System.Collections.Concurrent;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Runs the inbound sync of all connections: at once after a signal, and every few seconds for retries, for messages
/// that another node received, and for what an earlier process left. Connections are processed in parallel.
/// </summary>
public sealed partial class InboundSyncWorker(
    ChangeQueue queue,
    InboundSync propagate,
    WorkLeases leases,
    RunFeed feed,
    IDbContextFactory<SyncDbContext> contexts,
    IOptions<InboundSyncOptions> options,
    TimeProvider clock,
    ILogger<InboundSyncWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<Guid, ConnectionWorker> _turns = new();
    private readonly ConcurrentBag<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(HearAsync(stoppingToken), LookAroundAsync(stoppingToken));
        }
        finally
        {
            // The workers use objects that must not be disposed before they have stopped.
            await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HearAsync(CancellationToken stopping)
    {
        await foreach (var (connection, atOnce) in queue.Rings.ReadAllAsync(stopping))
        {
            TurnOf(connection, stopping).Ring(atOnce);
        }
    }

    private async Task LookAroundAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                foreach (var connection in await DueAsync(stopping))
                {
                    TurnOf(connection, stopping).Ring(atOnce: false);
                }
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogSearchFailed(fault);
            }
        } while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        return await context
            .Connections.NotEndedOrPaused()
            .Where(connection =>
                context.PendingChanges.Any(pending =>
                    pending.ConnectionId == connection.Id
                    && pending.State == PendingChangeState.Waiting
                    && pending.DueAt <= now
                )
                || context.PendingChanges.Any(pending =>
                    pending.ConnectionId == connection.Id && pending.State == PendingChangeState.Writing
                )
                || context.Runs.Any(run =>
                    run.ConnectionId == connection.Id
                    && run.FinishedAt == null
                    && context.Plans.Any(plan => plan.Id == run.PlanId && plan.Origin == PlanOrigin.FromHuma)
                )
            )
            .Select(connection => connection.Id)
            .ToListAsync(cancellation);
    }

    private ConnectionWorker TurnOf(Guid connectionId, CancellationToken stopping) =>
        _turns.GetOrAdd(connectionId, id =>
        {
            var worker = new ConnectionWorker(id, propagate, leases, feed, options.Value.Pace, clock, logger);
            _running.Add(worker.RunAsync(stopping));
            return worker;
        });

    [LoggerMessage(LogLevel.Error, "Due pending changes could not be read; the next poll tries again")]
    private partial void LogSearchFailed(Exception fault);
}
