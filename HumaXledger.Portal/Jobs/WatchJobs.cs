using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Portal.Outages;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>The scheduled check of Huma for one connection.</summary>
[DisallowConcurrentExecution]
public sealed class QuickComparisonJob(QuickComparison comparison, StoreFaults faults, IHostApplicationLifetime process)
    : ConnectionJob(faults, process)
{
    protected override Task RunAsync(Guid connectionId, CancellationToken stopping) =>
        comparison.RunAsync(connectionId, stopping);
}

/// <summary>The check of the credentials of one connection.</summary>
[DisallowConcurrentExecution]
public sealed class TokenHealthJob(TokenHealth health, StoreFaults faults, IHostApplicationLifetime process)
    : ConnectionJob(faults, process)
{
    protected override Task RunAsync(Guid connectionId, CancellationToken stopping) =>
        health.CheckAsync(connectionId, stopping);
}

/// <summary>
/// Deletes data past its retention period, and opens every sealed value, so that values that were exchanged in the
/// database are noticed within a day (decision 0059).
/// </summary>
[DisallowConcurrentExecution]
public sealed class RetentionJob(
    Retention retention,
    MisplacedValues misplaced,
    ScheduledRounds rounds,
    StoreFaults faults,
    IHostApplicationLifetime process
) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            process.ApplicationStopping
        );
        try
        {
            await rounds.RunAsync(ScheduledPart.Retention, async () =>
            {
                await faults.RetryAsync(() => RetainAsync(stopping.Token), stopping.Token);
                return true;
            });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The rest is deleted the next night.
        }
    }

    private async Task RetainAsync(CancellationToken stopping)
    {
        await retention.RunAsync(stopping);
        await misplaced.CheckAsync(stopping);
    }
}

/// <summary>Work on one connection that simply runs again in the next round when the process ended meanwhile.</summary>
public abstract class ConnectionJob(StoreFaults faults, IHostApplicationLifetime process) : IJob
{
    internal const string ConnectionId = "connectionId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            process.ApplicationStopping
        );
        try
        {
            var connectionId = Guid.Parse(context.MergedJobDataMap.GetString(ConnectionId)!);
            await faults.RetryAsync(() => RunAsync(connectionId, stopping.Token), stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    protected abstract Task RunAsync(Guid connectionId, CancellationToken stopping);
}
