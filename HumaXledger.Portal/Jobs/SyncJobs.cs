using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Watching;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Starts comparisons and runs as background jobs of the server: they go on when the page is left, and after a restart.
/// </summary>
public sealed class SyncJobs(Compare compare, DriftCheck drift, StartRun start, ISchedulerFactory schedulers)
{
    /// <summary>Starts a comparison, or returns the one of this connection that is already in progress.</summary>
    public async Task<Guid> CompareAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var comparisonId = await compare.StartAsync(connectionId, by, cancellation);
        await GoOnComparingAsync(comparisonId, cancellation);
        return comparisonId;
    }

    /// <summary>Starts a difference check, or returns the one of this connection that is already in progress.</summary>
    public async Task<Answer<Guid>> CheckDriftAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var answer = await drift.StartAsync(connectionId, by, cancellation);
        if (answer is Answer<Guid>.Done(var comparisonId))
        {
            await GoOnComparingAsync(comparisonId, cancellation);
        }

        return answer;
    }

    /// <summary>Starts a scheduled check of Huma now; does nothing when one is in progress.</summary>
    public Task CompareQuicklyAsync(Guid connectionId, CancellationToken cancellation) =>
        EnsureAsync<QuickComparisonJob>(
            $"look-{connectionId:N}",
            ConnectionJob.ConnectionId,
            connectionId,
            cancellation
        );

    /// <summary>Starts a check of the credentials now; does nothing when one is in progress.</summary>
    public Task CheckHealthAsync(Guid connectionId, CancellationToken cancellation) =>
        EnsureAsync<TokenHealthJob>($"health-{connectionId:N}", ConnectionJob.ConnectionId, connectionId, cancellation);

    /// <summary>Starts the run of a stored plan.</summary>
    public async Task<Answer<Guid>> ApplyAsync(
        Guid planId,
        Actor by,
        string? mailTo,
        string culture,
        CancellationToken cancellation
    )
    {
        var answer = await start.StartAsync(planId, by, mailTo, culture, cancellation);
        if (answer is Answer<Guid>.Done(var runId))
        {
            // Not cancelled when the user leaves the page: the run is taken. If the process ends before the job is
            // stored, the next start creates it.
            await GoOnApplyingAsync(runId, CancellationToken.None);
        }

        return answer;
    }

    /// <summary>Ensures that an unfinished comparison has a job; does nothing when it has one.</summary>
    public Task GoOnComparingAsync(Guid comparisonId, CancellationToken cancellation) =>
        EnsureAsync<CompareJob>($"compare-{comparisonId:N}", CompareJob.ComparisonId, comparisonId, cancellation);

    /// <summary>
    /// Ensures that a run that is unfinished, or whose result was not mailed, has a job; does nothing when it has one.
    /// </summary>
    public Task GoOnApplyingAsync(Guid runId, CancellationToken cancellation) =>
        EnsureAsync<ApplyJob>($"apply-{runId:N}", ApplyJob.RunId, runId, cancellation);

    private async Task EnsureAsync<TJob>(string name, string key, Guid id, CancellationToken cancellation)
        where TJob : IJob
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var jobKey = new JobKey(name);
        // A job keeps its trigger until it has ended, also while it waits for recovery.
        if ((await scheduler.GetTriggersOfJob(jobKey, cancellation)).Count > 0)
        {
            return;
        }

        var job = JobBuilder
            .Create<TJob>()
            .WithIdentity(jobKey)
            .UsingJobData(key, id.ToString())
            .RequestRecovery()
            .Build();
        try
        {
            await scheduler.ScheduleJob(
                job,
                TriggerBuilder.Create().WithIdentity(name).StartNow().Build(),
                cancellationToken: cancellation
            );
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another request or node was faster.
        }
    }
}
