using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Watching;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Starts comparisons and runs as background work of the server: they go on when the page is left, and after a restart.
/// </summary>
public sealed class SyncJobs(Compare compare, DriftCheck drift, Apply apply, ISchedulerFactory schedulers)
{
    /// <summary>Starts comparing, or joins the comparison of this connection that is already under way.</summary>
    public async Task<Guid> CompareAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var comparisonId = await compare.StartAsync(connectionId, by, cancellation);
        await GoOnComparingAsync(comparisonId, cancellation);
        return comparisonId;
    }

    /// <summary>Starts a drift check, or joins the one of this connection that is already under way.</summary>
    public async Task<Answer<Guid>> CheckDriftAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var answer = await drift.StartAsync(connectionId, by, cancellation);
        if (answer is Answer<Guid>.Done(var comparisonId))
        {
            await GoOnComparingAsync(comparisonId, cancellation);
        }

        return answer;
    }

    /// <summary>Has Huma looked at once; does nothing where that is under way.</summary>
    public Task CompareQuicklyAsync(Guid connectionId, CancellationToken cancellation) =>
        EnsureAsync<QuickComparisonJob>(
            $"look-{connectionId:N}",
            ConnectionJob.ConnectionId,
            connectionId,
            cancellation
        );

    /// <summary>Has key and token tried once; does nothing where that is under way.</summary>
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
        var answer = await apply.StartAsync(planId, by, mailTo, culture, cancellation);
        if (answer is Answer<Guid>.Done(var runId))
        {
            // Whoever asked may leave the page now; the run is taken. Should the process end before the job is there,
            // the next start makes one.
            await GoOnApplyingAsync(runId, CancellationToken.None);
        }

        return answer;
    }

    /// <summary>Sees to it that a comparison that has not ended has a job; does nothing where it has one.</summary>
    public Task GoOnComparingAsync(Guid comparisonId, CancellationToken cancellation) =>
        EnsureAsync<CompareJob>($"compare-{comparisonId:N}", CompareJob.ComparisonId, comparisonId, cancellation);

    /// <summary>
    /// Sees to it that a run that has not ended, or whose result was not mailed, has a job; does nothing where it has
    /// one.
    /// </summary>
    public Task GoOnApplyingAsync(Guid runId, CancellationToken cancellation) =>
        EnsureAsync<ApplyJob>($"apply-{runId:N}", ApplyJob.RunId, runId, cancellation);

    private async Task EnsureAsync<TJob>(string name, string key, Guid id, CancellationToken cancellation)
        where TJob : IJob
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var jobKey = new JobKey(name);
        // A job keeps its trigger until it has ended, also while it waits to be recovered.
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
            // Somebody else was faster, here or on another node.
        }
    }
}
