using Microsoft.Extensions.Options;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Ensures that Quartz's store has the scheduled rounds and the nightly retention. Correct triggers are left alone, so
/// that a time missed while no process ran is made up for once.
/// </summary>
public sealed class ScheduledWork(ISchedulerFactory schedulers, IOptions<ScheduleOptions> options)
    : IHostedLifecycleService
{
    /// <summary>Name of job and trigger of the rounds.</summary>
    internal const string Rounds = "rounds";

    /// <summary>Name of job and trigger of the nightly retention.</summary>
    internal const string Nightly = "retention";

    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    // Pages need none of it: the server listens already, and the start fails where this does.
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var every = options.Value.Every;
        await EnsureAsync<ScheduledTasksJob>(
            Rounds,
            trigger => trigger is ISimpleTrigger simple && simple.RepeatInterval == every,
            // After downtime one round runs, not all that were missed; the first one runs after the start has settled.
            trigger =>
                trigger
                    .StartAt(DateTimeOffset.UtcNow + every)
                    .WithSimpleSchedule(schedule =>
                        schedule
                            .WithInterval(every)
                            .RepeatForever()
                            .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)
                    ),
            cancellationToken
        );
        const string nightly = "0 40 3 * * ?";
        await EnsureAsync<RetentionJob>(
            Nightly,
            trigger => trigger is ICronTrigger { CronExpressionString: nightly },
            trigger =>
                trigger.WithCronSchedule(nightly, schedule =>
                    schedule.InTimeZone(Oslo).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)
                ),
            cancellationToken
        );
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EnsureAsync<TJob>(
        string name,
        Func<ITrigger, bool> isAsWanted,
        Func<TriggerBuilder<IJob>, TriggerBuilder<IJob>> wanted,
        CancellationToken cancellation
    )
        where TJob : IJob
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var key = new TriggerKey(name);
        if (await scheduler.GetTrigger(key, cancellation) is { } there)
        {
            if (!isAsWanted(there))
            {
                await scheduler.RescheduleJob(key, New(), cancellation);
            }

            return;
        }

        try
        {
            await scheduler.ScheduleJob(
                JobBuilder.Create<TJob>().WithIdentity(name).Build(),
                New(),
                cancellationToken: cancellation
            );
        }
        catch (ObjectAlreadyExistsException)
        {
            // Another node was faster.
        }

        ITrigger New() => wanted(TriggerBuilder.Create<IJob>().WithIdentity(key).ForJob(name)).Build();
    }
}
