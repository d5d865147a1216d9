using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Watching;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// One round: updates the alerts of every connection, starts the tasks that are due, and sends the mails that are due.
/// Failures are retried in the next round.
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class ScheduledTasksJob(
    DueTasks work,
    DatedChanges dates,
    AlertTasks alerts,
    SyncJobs jobs,
    IHostApplicationLifetime process,
    ILogger<ScheduledTasksJob> logger
) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            process.ApplicationStopping
        );
        await TryAsync(() => alerts.WatchAsync(stopping.Token), stopping.Token);
        await TryAsync(() => StartDueAsync(stopping.Token), stopping.Token);
        await TryAsync(() => alerts.MailAsync(stopping.Token), stopping.Token);
    }

    private async Task StartDueAsync(CancellationToken cancellation)
    {
        foreach (var (connection, kind) in await work.FindAsync(cancellation))
        {
            await TryAsync(
                () =>
                    kind switch
                    {
                        DueKind.DriftCheck => jobs.CheckDriftAsync(connection, Actor.System, cancellation),
                        DueKind.Dates => dates.QueueAsync(connection, cancellation),
                        DueKind.QuickComparison => jobs.CompareQuicklyAsync(connection, cancellation),
                        _ => jobs.CheckHealthAsync(connection, cancellation),
                    },
                cancellation
            );
        }
    }

    private async Task TryAsync(Func<Task> part, CancellationToken stopping)
    {
        try
        {
            await part();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends; scheduled rounds go on after the next start.
        }
        catch (Exception fault)
        {
            LogFailed(fault);
        }
    }

    [LoggerMessage(LogLevel.Error, "A scheduled task failed; the next round tries again")]
    private partial void LogFailed(Exception fault);
}
