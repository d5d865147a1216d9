using HumaXledger.Portal.Jobs;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Quartz;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// Quartz runs on this node and has the scheduled rounds. Rounds that are overdue on all nodes are a warning: leaving
/// the node out of the load balancer would not help.
/// </summary>
internal sealed class SchedulerCheck(
    ISchedulerFactory schedulers,
    IOptions<ScheduleOptions> options,
    TimeProvider clock
) : IHealthCheck
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMinutes(5);

    private const int RoundsLate = 3;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (scheduler.Status != SchedulerStatus.Running)
        {
            return HealthCheckResult.Unhealthy();
        }

        var key = new TriggerKey(ScheduledWork.Rounds);
        var state = await scheduler.GetTriggerState(key, cancellationToken);
        if (state is TriggerState.None or TriggerState.Error or TriggerState.Paused or TriggerState.Complete)
        {
            return HealthCheckResult.Unhealthy();
        }

        var next = (await scheduler.GetTrigger(key, cancellationToken))?.NextFireTimeUtc;
        var late = TimeSpan.FromTicks(Math.Max(ShortestDelay.Ticks, options.Value.Every.Ticks * RoundsLate));
        return next is { } due && clock.GetUtcNow() - due > late
            ? HealthCheckResult.Degraded()
            : HealthCheckResult.Healthy();
    }
}
