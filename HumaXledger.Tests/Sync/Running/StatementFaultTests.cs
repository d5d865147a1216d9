using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>
/// PostgreSQL lets statements fail in the middle of a comparison, a run and an inbound batch, once for each class of
/// fault that passes: the work waits, goes on, and writes nothing twice.
/// </summary>
public sealed class StatementFaultTests(PostgresServer postgres)
{
    private const string Address = "Nygata 7; 0155; Oslo; NO";
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Comparison_EachStatementThatStoresItFailsOnce_IsCompleteAndStoredOnce()
    {
        await using var fixture = await OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var comparison = await fixture.Get<Compare>().StartAsync(connection, SyncFixture.Administrator, Cancellation);
        await using var store = fixture.Store();
        string[] codes = [StatementFaults.Terminated, "40001", "53300", StatementFaults.Terminated];
        await StatementFaults.ArmAsync(
            store,
            ["ComparisonContents", "Comparisons", "Activity", "Usage"],
            codes,
            Cancellation
        );
        var (waits, ends) = (0, new List<ComparisonState>());

        await Patiently(fixture)
            .RetryAsync(
                () =>
                    fixture
                        .Get<Compare>()
                        .RunAsync(
                            comparison,
                            new Report<CompareProgress>(progress => ends.Add(progress.State)),
                            Cancellation
                        ),
                _ => waits++,
                Cancellation
            );

        Assert.InRange(await StatementFaults.DisarmAsync(store, Cancellation), 2 * codes.Length, long.MaxValue);
        // What was used is kept and added later; a fault there does not end the comparison.
        Assert.InRange(waits, 1, codes.Length);
        Assert.Equal(ComparisonState.Complete, ends[^1]);
        Assert.Equal(
            ComparisonState.Complete,
            (await store.Comparisons.AsNoTracking().SingleAsync(Cancellation)).State
        );
        Assert.Equal(1, await store.ComparisonContents.CountAsync(Cancellation));
        Assert.Equal(
            1,
            await store.Activity.CountAsync(act => act.What == ActivityCodes.ComparisonCompleted, Cancellation)
        );
    }

    [Fact]
    public async Task Run_EachClassOfFaultInTheMiddle_CompletesAndWritesNothingTwice()
    {
        await using var fixture = await OpenAsync(SyncFixture.WithManyOrdinaryPeople);
        var people = fixture.Ordinary(40);
        var connection = await fixture.ConnectAsync(Cancellation);
        Assert.All(people, person =>
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, Address)
            )
        );
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );
        var run = await fixture.StartAsync(
            await fixture.PlanAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation),
            Cancellation
        );
        var writes = 0;
        fixture.World.Huma.Changed += _ => Interlocked.Increment(ref writes);
        await using var store = fixture.Store();
        await StatementFaults.ArmAsync(store, ["Changes", "Runs"], StatementFaults.Passing, Cancellation);
        var reported = new List<Reason>();

        await Patiently(fixture)
            .RetryAsync(async () => await fixture.RunAsync(run, Cancellation), reported.Add, Cancellation);

        Assert.InRange(
            await StatementFaults.DisarmAsync(store, Cancellation),
            2 * StatementFaults.Passing.Count,
            long.MaxValue
        );
        Assert.Equal(StatementFaults.Passing.Count, reported.Count);
        Assert.Equal(
            [StorageReasons.Full, StorageReasons.ReadOnly, StorageReasons.Unreachable],
            reported.Select(reason => reason.Code).Distinct().Order(StringComparer.Ordinal)
        );
        var report = (await RunReport.LoadAsync(store, run, Cancellation))!;
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.All(people, person =>
            Assert.Equal(Address, fixture.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address])
        );
        Assert.Equal(people.Count, writes);
    }

    [Fact]
    public async Task Inbound_EachClassOfFaultInTheMiddle_WritesEachPersonOnce()
    {
        const int each = 3;
        await using var inbound = await InboundFixture.OpenAsync(
            1 + each * 2,
            SyncFixture.WithManyOrdinaryPeople,
            settings: await SettingsAsync()
        );
        var fixture = inbound.SyncFixture;
        await using var store = fixture.Store();
        var undisturbed = await WritesAsync(inbound.People.Skip(1).Take(each), []);

        var disturbed = await WritesAsync(inbound.People.Skip(1 + each), StatementFaults.Passing);

        await StatementFaults.DisarmAsync(store, Cancellation);
        Assert.Equal(undisturbed, disturbed);
        Assert.All(inbound.People.Skip(1), person =>
            Assert.Equal(Title, inbound.InXledger(person, SandboxField.JobTitle))
        );
        Assert.All(await inbound.ChangesAsync(), change => Assert.Equal(ChangeState.Confirmed, change.State));
        Assert.Equal(2 * each, (await inbound.ChangesAsync()).Count);
        Assert.All(await store.Runs.AsNoTracking().ToListAsync(Cancellation), run =>
            Assert.Equal(RunState.Completed, run.State)
        );

        // How many requests wrote, from a message about each of these people until all are written.
        async Task<long> WritesAsync(IEnumerable<Someone> people, IReadOnlyList<string> codes)
        {
            var before = fixture.World.Meter.ThisMonth.WriteRequests;
            foreach (var person in people)
            {
                inbound.Edit(person, SandboxField.JobTitle, Title);
            }

            await inbound.ReportAsync(people);
            await StatementFaults.ArmAsync(store, ["Changes", "Runs", "PendingChanges", "Plans"], codes, Cancellation);
            var worker = new ConnectionWorker(
                inbound.Connection,
                fixture.Get<LeasedInboundSync>(),
                new RunFeed(fixture.Clock),
                new InboundPace(new InboundSyncOptions(), fixture.Clock),
                fixture.Clock,
                NullLogger.Instance
            );
            using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var working = worker.RunAsync(done.Token);
            await Until.SoAsync(
                async () =>
                {
                    // As the poll does when a pause is over.
                    worker.Signal(new WorkSignal(AtOnce: true));
                    return !await store.PendingChanges.AnyAsync(pending => pending.EndedAt == null, Cancellation);
                },
                TimeSpan.FromMinutes(3)
            );

            await done.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
            return fixture.World.Meter.ThisMonth.WriteRequests - before;
        }
    }

    private static StoreFaults Patiently(SyncFixture fixture) =>
        new(new StoreOutages(NullLogger<StoreOutages>.Instance, fixture.Clock), fixture.Clock);

    private async Task<(string Key, string Value)[]> SettingsAsync() =>
        [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync())];

    private async Task<SyncFixture> OpenAsync(Action<SandboxOptions>? configure = null) =>
        await SyncFixture.OpenAsync(configure, settings: await SettingsAsync());

    private sealed class Report<T>(Action<T> report) : IProgress<T>
    {
        void IProgress<T>.Report(T value) => report(value);
    }
}
