using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Quartz;

namespace HumaXledger.Tests.Portal.Jobs;

/// <summary>What an earlier process or another node left.</summary>
public sealed class UnfinishedWorkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UnmailedRun_StoreLockedWhenItsJobIsMade_GetsTheJobAtTheNextTry()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        await fixture.SynchronizeOnceAsync(fixture.Ordinary(1)[0]);
        await using var store = fixture.Store();
        var anHourAgo = fixture.Clock.GetUtcNow().UtcDateTime.AddHours(-1);
        await store.Runs.ExecuteUpdateAsync(
            set =>
                set.SetProperty(run => run.FinishedAt, anHourAgo)
                    .SetProperty(run => run.MailTo, "administrator@example.com"),
            Cancellation
        );
        var run = (await store.Runs.SingleAsync(Cancellation)).Id;
        await using var quartz = new ServiceCollection().AddLogging().AddQuartz().BuildServiceProvider();
        var scheduler = await quartz.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancellation);
        var schedulers = new Mock<ISchedulerFactory>();
        schedulers
            .SetupSequence(factory => factory.GetScheduler(It.IsAny<CancellationToken>()))
            .Throws(new SqliteException("database is locked", 5))
            .Returns(new ValueTask<IScheduler>(scheduler));
        using var work = new UnfinishedWork(
            new SyncJobs(fixture.Get<Compare>(), fixture.Get<DriftCheck>(), fixture.Get<StartRun>(), schedulers.Object),
            fixture.Get<IDbContextFactory<SyncDbContext>>(),
            new StoreFaults(new StoreOutages(NullLogger<StoreOutages>.Instance, fixture.Clock), fixture.Clock),
            new Departures(),
            fixture.Clock,
            NullLogger<UnfinishedWork>.Instance
        );

        await work.StartAsync(Cancellation);
        await Until.SoAsync(async () =>
            await scheduler.GetJobDetail(new JobKey($"apply-{run:N}"), Cancellation) is not null
        );

        await work.StopAsync(Cancellation);
        await scheduler.Shutdown(waitForJobsToComplete: false, Cancellation);
    }

    // As where another version stored a class that is not known here: Quartz does not try it again by itself.
    [Fact]
    public async Task Job_ThatQuartzCouldNotMake_IsReplaced()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        // The services of the job are not there.
        await using var quartz = new ServiceCollection().AddLogging().AddQuartz().BuildServiceProvider();
        var schedulers = quartz.GetRequiredService<ISchedulerFactory>();
        var scheduler = await schedulers.GetScheduler(Cancellation);
        var jobs = new SyncJobs(fixture.Get<Compare>(), fixture.Get<DriftCheck>(), fixture.Get<StartRun>(), schedulers);
        var run = Guid.NewGuid();
        async Task<TriggerState> StateAsync()
        {
            var triggers = await scheduler.GetTriggersOfJob(new JobKey($"apply-{run:N}"), Cancellation);
            return await scheduler.GetTriggerState(Assert.Single(triggers).Key, Cancellation);
        }

        await scheduler.Start(Cancellation);
        await jobs.ResumeRunAsync(run, Cancellation);
        await Until.SoAsync(async () => await StateAsync() == TriggerState.Error);
        await scheduler.Standby(Cancellation);

        await jobs.ResumeRunAsync(run, Cancellation);

        Assert.Equal(TriggerState.Normal, await StateAsync());
        await scheduler.Shutdown(waitForJobsToComplete: false, Cancellation);
    }

    // What Quartz stores with a job. Another name makes what an earlier version stored useless.
    [Fact]
    public void Jobs_KeepTheirNames() =>
        Assert.Equal(
            [
                "HumaXledger.Portal.Jobs.ApplyJob",
                "HumaXledger.Portal.Jobs.CompareJob",
                "HumaXledger.Portal.Jobs.QuickComparisonJob",
                "HumaXledger.Portal.Jobs.RetentionJob",
                "HumaXledger.Portal.Jobs.ScheduledTasksJob",
                "HumaXledger.Portal.Jobs.TokenHealthJob",
            ],
            typeof(SyncJobs)
                .Assembly.GetTypes()
                .Where(type => type is { IsAbstract: false } && typeof(IJob).IsAssignableFrom(type))
                .Select(type => type.FullName)
                .Order(StringComparer.Ordinal)
        );
}
