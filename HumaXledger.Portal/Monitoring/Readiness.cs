using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// The health checks, carried out at most once a second and never twice at the same time, however often they are asked
/// for: probes do not queue up on the database.
/// </summary>
public sealed partial class Readiness(
    HealthCheckService checks,
    IHostApplicationLifetime process,
    TimeProvider clock,
    ILogger<Readiness> logger
)
{
    /// <summary>How long an answer counts.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    /// <summary>How long a probe waits for the checks from their beginning; what takes longer is not ready.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, HealthStatus> _last = new(StringComparer.Ordinal);
    private Task<HealthReport>? _current;
    private long _began;

    /// <summary>The newest report; carries the checks out where it is older than a second.</summary>
    public Task<HealthReport> ReportAsync(CancellationToken cancellation) => Current().Report.WaitAsync(cancellation);

    /// <summary>
    /// Whether requests should come here: all checks pass or warn, and the process is not about to end. Answers within
    /// two seconds.
    /// </summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        if (process.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }

        var (report, began) = Current();
        var left = Patience - clock.GetElapsedTime(began);
        try
        {
            return (await report.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, cancellation)).Status
                    != HealthStatus.Unhealthy
                && !process.ApplicationStopping.IsCancellationRequested;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private (Task<HealthReport> Report, long Began) Current()
    {
        lock (_gate)
        {
            if (_current is null || (_current.IsCompleted && clock.GetElapsedTime(_began) >= Kept))
            {
                _began = clock.GetTimestamp();
                // On its own, so that a probe that gives up does not end it for the others.
                _current = Task.Run(CheckAsync);
            }

            return (_current, _began);
        }
    }

    private async Task<HealthReport> CheckAsync()
    {
        var report = await checks.CheckHealthAsync(CancellationToken.None);
        foreach (var (check, entry) in report.Entries)
        {
            var before = _last.GetValueOrDefault(check, HealthStatus.Healthy);
            _last[check] = entry.Status;
            if (before != entry.Status)
            {
                Log(check, entry);
            }
        }

        return report;
    }

    private void Log(string check, HealthReportEntry entry)
    {
        if (entry.Status == HealthStatus.Healthy)
        {
            LogPassesAgain(check);
        }
        else
        {
            LogFails(entry.Exception, check, entry.Status);
        }
    }

    [LoggerMessage(LogLevel.Error, "Health check {Check} fails: {Status}")]
    private partial void LogFails(Exception? fault, string check, HealthStatus status);

    [LoggerMessage(LogLevel.Information, "Health check {Check} passes again")]
    private partial void LogPassesAgain(string check);
}
