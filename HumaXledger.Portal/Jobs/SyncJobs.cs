using HumaXledger.Core.Sync;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>Starts comparisons and runs as background work of the server: they go on when the page is left, and after a restart.</summary>
public sealed class SyncJobs(Compare compare, Apply apply, ISchedulerFactory schedulers)
{
    /// <summary>Starts comparing, or joins the comparison of this connection that is already under way.</summary>
    public async Task<Guid> CompareAsync(Guid connectionId, string by, CancellationToken cancellation)
    {
        var comparisonId = await compare.StartAsync(connectionId, by, cancellation);
        await StartAsync<CompareJob>($"compare-{comparisonId:N}", CompareJob.ComparisonId, comparisonId, cancellation);
        return comparisonId;
    }

    /// <summary>Starts the run of a stored plan.</summary>
    public async Task<Answer<Guid>> ApplyAsync(Guid planId, string by, string? mailTo, string culture, CancellationToken cancellation)
    {
        var answer = await apply.StartAsync(planId, by, mailTo, culture, cancellation);
        if (answer is Answer<Guid>.Done(var runId))
        {
            await StartAsync<ApplyJob>($"apply-{runId:N}", ApplyJob.RunId, runId, cancellation);
        }

        return answer;
    }

    private async Task StartAsync<TJob>(string name, string key, Guid id, CancellationToken cancellation)
        where TJob : IJob
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var jobKey = new JobKey(name);
        if (await scheduler.Exists(jobKey, cancellation))
        {
            return;
        }

        var job = JobBuilder.Create<TJob>().WithIdentity(jobKey).UsingJobData(key, id.ToString()).RequestRecovery().Build();
        await scheduler.ScheduleJob(job, TriggerBuilder.Create().StartNow().Build(), cancellationToken: cancellation);
    }
}
