using System.Diagnostics.Metrics;
using HumaXledger.Core;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Queue;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// Metrics that have to be asked for: the queue and the health checks. They are read by the clock, so that an export
/// never waits for the database; where it cannot be read there is no figure. Runs only while metrics are exported.
/// </summary>
internal sealed partial class QueueMetrics : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly IDbContextFactory<SyncDbContext> _contexts;
    private readonly Readiness _readiness;
    private readonly TimeProvider _clock;
    private readonly ILogger<QueueMetrics> _logger;
    private readonly Meter _meter = new(PortalMetrics.Name);
    private volatile IReadOnlyList<QueueLoad> _queues = [];
    private volatile IReadOnlyDictionary<string, HealthReportEntry> _checks =
        new Dictionary<string, HealthReportEntry>();

    public QueueMetrics(
        IDbContextFactory<SyncDbContext> contexts,
        Readiness readiness,
        TimeProvider clock,
        ILogger<QueueMetrics> logger
    )
    {
        (_contexts, _readiness, _clock, _logger) = (contexts, readiness, clock, logger);
        _meter.CreateObservableGauge(PortalMetrics.QueuePeople, People, "{person}");
        _meter.CreateObservableGauge(PortalMetrics.QueueAge, Age, "s");
        _meter.CreateObservableGauge(PortalMetrics.HealthCheck, Checks);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not at once: the scheduler starts when everything else has.
        using var timer = new PeriodicTimer(Every, _clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                _checks = (await _readiness.ReportAsync(stoppingToken)).Entries;
                await using var context = await _contexts.CreateDbContextAsync(stoppingToken);
                _queues = await QueueLoad.ReadAsync(context, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // An old figure would be wrong.
                _queues = [];
                LogUnread(fault);
            }
        }
    }

    private IEnumerable<Measurement<int>> People() =>
        _queues.SelectMany(queue =>
            ChangeQueueStatistics.Open.Select(state => new Measurement<int>(
                queue.People.GetValueOrDefault(state),
                new(SyncTelemetry.Connection, queue.ConnectionId),
                new("state", state.ToString())
            ))
        );

    private IEnumerable<Measurement<double>> Age() =>
        _queues.Select(queue => new Measurement<double>(
            queue.OldestAt is { } oldest ? (_clock.GetUtcNow().UtcDateTime - oldest).TotalSeconds : 0,
            new KeyValuePair<string, object?>(SyncTelemetry.Connection, queue.ConnectionId)
        ));

    private IEnumerable<Measurement<int>> Checks() =>
        _checks.Select(check => new Measurement<int>(
            check.Value.Status == HealthStatus.Healthy ? 1 : 0,
            new KeyValuePair<string, object?>("check", check.Key)
        ));

    [LoggerMessage(LogLevel.Warning, "The queue could not be read for its metrics")]
    private partial void LogUnread(Exception fault);
}
