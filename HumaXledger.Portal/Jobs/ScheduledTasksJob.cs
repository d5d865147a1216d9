using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Monitoring;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// One round: updates the alerts of every connection, starts the tasks that are due, and sends the mails that are due.
/// Failures are retried in the next round.
/// </summary>
[DisallowConcurrentExecution]
public sealed class ScheduledTasksJob(
    DatedChanges dates,
    AlertTasks alerts,
    SyncJobs jobs,
    ComparisonPerToken perToken,
    ScheduledRounds rounds,
    IHostApplicationLifetime process
) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            process.ApplicationStopping
        );
        var token = stopping.Token;
        await rounds.RunAsync(ScheduledPart.Alerts, () => rounds.TryAsync(() => alerts.WatchAsync(token), token));
        await rounds.RunAsync(ScheduledPart.DueTasks, () => StartDueAsync(token));
        await rounds.RunAsync(ScheduledPart.AlertMail, () => rounds.TryAsync(() => alerts.MailAsync(token), token));
    }

    private async Task<bool> StartDueAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Due> due = [];
        var well = await rounds.TryAsync(async () => due = await perToken.FindAsync(cancellation), cancellation);
        foreach (var (connection, kind) in due)
        {
            well &= await rounds.TryAsync(
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

        return well;
    }
}
