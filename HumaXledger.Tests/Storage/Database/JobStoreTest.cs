using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace HumaXledger.Tests.Storage.Database;

public sealed class JobStoreOnSqliteTest(SqliteStore store) : JobStoreTest<SqliteStore>(store);

public sealed class JobStoreOnPostgresTest(PostgresStore store) : JobStoreTest<PostgresStore>(store);

/// <summary>Quartz checks at start that every table and column it needs exists, the history's too.</summary>
public abstract class JobStoreTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    [Fact]
    public async Task Scheduler_OnTheMigratedTables_FiresADurableJobWithItsDataAndKeepsIt()
    {
        var fired = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (var services = Services(fired))
        {
            var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
            await scheduler.Start();
            await scheduler.AddJob(
                JobBuilder
                    .Create<Job>()
                    .WithIdentity("run", "tests")
                    .UsingJobData("connection", "42")
                    .StoreDurably()
                    .RequestRecovery()
                    .Build(),
                AddJobOptions.Replacing
            );
            await scheduler.TriggerJob(new JobKey("run", "tests"));

            Assert.Equal("42", await fired.Task.WaitAsync(Until.Patience));
            await scheduler.Shutdown(waitForJobsToComplete: true);
        }

        await using var later = Services(fired);
        var reopened = await later.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var kept = await reopened.GetJobDetail(new JobKey("run", "tests"));
        Assert.True(kept is { Durable: true, RequestsRecovery: true });
        await reopened.Shutdown();
    }

    [Fact]
    public async Task Scheduler_WithEveryKindOfTrigger_StoresAndReadsThem()
    {
        await using var services = Services(new TaskCompletionSource<string?>());
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        var job = JobBuilder.Create<Job>().WithIdentity("triggered", "tests").StoreDurably().Build();
        await scheduler.AddJob(job, AddJobOptions.Replacing);
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1);

        await scheduler.ScheduleJob(
            TriggerBuilder
                .Create()
                .WithIdentity("simple")
                .ForJob(job)
                .StartAt(tomorrow)
                .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromHours(1)).RepeatForever())
                .Build()
        );
        await scheduler.ScheduleJob(
            TriggerBuilder
                .Create()
                .WithIdentity("cron")
                .ForJob(job)
                .StartAt(tomorrow)
                .WithCronSchedule("0 0 3 * * ?")
                .Build()
        );
        await scheduler.ScheduleJob(
            TriggerBuilder
                .Create()
                .WithIdentity("daily")
                .ForJob(job)
                .StartAt(tomorrow)
                .WithDailyTimeIntervalSchedule(schedule => schedule.OnEveryDay())
                .Build()
        );

        Assert.Equal(3, (await scheduler.GetTriggersOfJob(job.Key)).Count);
        Assert.True(await scheduler.DeleteJob(job.Key));
        Assert.Null(await scheduler.GetTrigger(new TriggerKey("cron")));
        await scheduler.Shutdown();
    }

    private ServiceProvider Services(TaskCompletionSource<string?> fired) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(fired)
            .AddQuartz(quartz =>
                quartz.UsePersistentStore(jobs =>
                {
                    if (store.Connection.Provider == StorageProvider.Sqlite)
                    {
                        jobs.UseSqlite(SqliteFactory.Instance, store.Connection.ConnectionString);
                    }
                    else
                    {
                        jobs.UsePostgres(NpgsqlFactory.Instance, store.Connection.ConnectionString);
                        jobs.UseClustering();
                    }

                    jobs.UseExecutionHistory();
                })
            )
            .BuildServiceProvider();

    public sealed class Job(TaskCompletionSource<string?> fired) : IJob
    {
        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
        {
            fired.TrySetResult(context.MergedJobDataMap.GetString("connection"));
            return ValueTask.CompletedTask;
        }
    }
}
