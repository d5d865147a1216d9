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
    private const string QuickPrefix = "look-";

    /// <summary>Starts a comparison, or returns the one of this connection that is already in progress.</summary>
    public async Task<Guid> CompareAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var comparisonId = await compare.StartAsync(connectionId, by, cancellation);
        await ResumeComparisonAsync(comparisonId, scheduled: false, cancellation);
        return comparisonId;
    }

    /// <summary>
    /// Starts a difference check, or returns the one of this connection that is already in progress. One that waits for
    /// other scheduled tasks starts at once when a person asks for it.
    /// </summary>
    public async Task<Answer<Guid>> CheckDriftAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var answer = await drift.StartAsync(connectionId, by, cancellation);
        if (answer is Answer<Guid>.Done(var comparisonId))
        {
            await ResumeComparisonAsync(comparisonId, IsScheduled(by.Id), cancellation);
        }

        return answer;
    }

    /// <summary>Starts a scheduled check of Huma; does nothing when one is in progress.</summary>
    public Task CompareQuicklyAsync(Guid connectionId, CancellationToken cancellation) =>
        EnsureAsync<QuickComparisonJob>(
            $"{QuickPrefix}{connectionId:N}",
            ConnectionJob.ConnectionId,
            connectionId,
            scheduled: true,
            cancellation
        );

    /// <summary>Starts a check of the credentials; does nothing when one is in progress.</summary>
    public Task CheckHealthAsync(Guid connectionId, CancellationToken cancellation) =>
        EnsureAsync<TokenHealthJob>(
            $"health-{connectionId:N}",
            ConnectionJob.ConnectionId,
            connectionId,
            scheduled: true,
            cancellation
        );

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
            await ResumeRunAsync(runId, CancellationToken.None);
        }

        return answer;
    }

    /// <summary>Ensures that an unfinished comparison has a job; does nothing when it has one.</summary>
    /// <param name="scheduled">Whether the schedule started it, see <see cref="IsScheduled"/>.</param>
    public Task ResumeComparisonAsync(Guid comparisonId, bool scheduled, CancellationToken cancellation) =>
        EnsureAsync<CompareJob>(
            $"compare-{comparisonId:N}",
            CompareJob.ComparisonId,
            comparisonId,
            scheduled,
            cancellation
        );

    /// <summary>Whether the schedule started this, by the id of who started it: a person may have any name.</summary>
    internal static bool IsScheduled(string? startedById) => startedById == Actor.System.Id;

    /// <summary>The connections with a scheduled check of Huma that runs or waits.</summary>
    internal async Task<IReadOnlyList<Guid>> FindQuickComparisonsAsync(CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        return
        [
            .. from job in await scheduler.GetJobKeys(GroupMatcher<JobKey>.AnyGroup(), cancellation)
            where job.Name.StartsWith(QuickPrefix, StringComparison.Ordinal)
            select Guid.Parse(job.Name[QuickPrefix.Length..]),
        ];
    }

    /// <summary>
    /// Ensures that a run that is unfinished, or whose result was not mailed, has a job; does nothing when it has one.
    /// </summary>
    public Task ResumeRunAsync(Guid runId, CancellationToken cancellation) =>
        EnsureAsync<ApplyJob>($"apply-{runId:N}", ApplyJob.RunId, runId, scheduled: false, cancellation);

    // Quartz never starts one again that it could not make, as where another version stored a class that is not known
    // here.
    private static async Task<bool> IsBrokenAsync(
        IScheduler scheduler,
        IReadOnlyCollection<ITrigger> triggers,
        CancellationToken cancellation
    )
    {
        foreach (var trigger in triggers)
        {
            if (await scheduler.GetTriggerState(trigger.Key, cancellation) == TriggerState.Error)
            {
                return true;
            }
        }

        return false;
    }

    private async Task EnsureAsync<TJob>(
        string name,
        string key,
        Guid id,
        bool scheduled,
        CancellationToken cancellation
    )
        where TJob : IJob
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var jobKey = new JobKey(name);
        // A job keeps its trigger until it has ended, also while it waits for recovery.
        var triggers = await scheduler.GetTriggersOfJob(jobKey, cancellation);
        if (await IsBrokenAsync(scheduler, triggers, cancellation))
        {
            await scheduler.DeleteJob(jobKey, cancellation);
            triggers = [];
        }

        if (triggers.Count > 0)
        {
            if (!scheduled)
            {
                await BringForwardAsync(scheduler, triggers, jobKey, cancellation);
            }

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
            await scheduler.ScheduleJob(job, JobKind.Trigger(name, jobKey, scheduled), cancellationToken: cancellation);
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another request or node was faster.
        }
    }

    // A person waits for what the schedule had started: it no longer waits for other scheduled tasks.
    private static async Task BringForwardAsync(
        IScheduler scheduler,
        IReadOnlyCollection<ITrigger> triggers,
        JobKey job,
        CancellationToken cancellation
    )
    {
        foreach (var trigger in triggers.Where(trigger => trigger.ExecutionGroup == JobKind.Scheduled))
        {
            if (await scheduler.GetTriggerState(trigger.Key, cancellation) == TriggerState.Normal)
            {
                await scheduler.RescheduleJob(
                    trigger.Key,
                    JobKind.Trigger(trigger.Key.Name, job, scheduled: false),
                    cancellation
                );
            }
        }
    }
}
