using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Outages;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>
/// The store fails while a run writes or a comparison reads: nothing is lost or repeated, and the work continues when
/// the fault is over.
/// </summary>
public sealed class StoreFaultRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_StoreFullInTheMiddle_WaitsResumesAutomaticallyAndWritesNothingTwice()
    {
        using var limit = new PageLimit();
        await using var fixture = await SyncFixture.OpenAsync(SyncFixture.WithManyOrdinaryPeople);
        limit.Of(fixture);
        var people = fixture.Ordinary(50);
        var run = await PreparedAsync(fixture, people);
        var writes = 0;
        fixture.World.Huma.Changed += _ =>
        {
            // While the file has no room at all; the first changes that are noted make some in each page.
            if (Interlocked.Increment(ref writes) == 1)
            {
                limit.Most = FullNow;
            }
        };
        var reported = new List<Reason>();

        await Patiently(fixture)
            .RetryAsync(
                async () => await fixture.RunAsync(run, Cancellation),
                reason =>
                {
                    reported.Add(reason);
                    limit.Most = PageLimit.None;
                },
                Cancellation
            );

        var report = await ReportAsync(fixture, run);
        Assert.Equal([new Reason(StorageReasons.Full)], reported);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.All(people, person =>
            Assert.Equal(Title, fixture.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address])
        );
        Assert.Equal(people.Count, writes);
    }

    [Fact]
    public async Task Run_StoreLockedByAnotherProcess_WaitsAndResumes()
    {
        await using var fixture = await SyncFixture.OpenAsync(storage: ";Default Timeout=1");
        var people = fixture.Ordinary(3);
        var run = await PreparedAsync(fixture, people);
        await using var other = new SqliteConnection(
            $"Data Source={fixture.Get<StorageConnection>().File};Pooling=False"
        );
        await other.OpenAsync(Cancellation);
        await ExecuteAsync(other, "BEGIN IMMEDIATE; UPDATE Runs SET Number = Number;");
        var reported = new List<Reason>();

        await Patiently(fixture)
            .RetryAsync(
                async () => await fixture.RunAsync(run, Cancellation),
                reason =>
                {
                    reported.Add(reason);
                    ExecuteAsync(other, "ROLLBACK;").GetAwaiter().GetResult();
                },
                Cancellation
            );

        Assert.Equal([new Reason(StorageReasons.Locked)], reported);
        var report = await ReportAsync(fixture, run);
        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
    }

    [Fact]
    public async Task Comparison_StoreFullForManyTries_ReadsBothSystemsOnce()
    {
        using var limit = new PageLimit();
        await using var fixture = await SyncFixture.OpenAsync();
        limit.Of(fixture);
        var connection = await fixture.ConnectAsync(Cancellation);
        var once = await RequestsAsync(() => fixture.CompareAsync(connection, Cancellation));
        await CompactAsync(fixture);
        var compare = fixture.Get<Compare>();
        var comparison = await compare.StartAsync(connection, SyncFixture.Administrator, Cancellation);
        var reported = new List<Reason>();
        limit.Most = FullNow;

        var requests = await RequestsAsync(() =>
            Patiently(fixture)
                .RetryAsync(
                    () => compare.RunAsync(comparison, new NoProgress<CompareProgress>(), Cancellation),
                    reason =>
                    {
                        reported.Add(reason);
                        limit.Most = reported.Count == 5 ? PageLimit.None : FullNow;
                    },
                    Cancellation
                )
        );

        Assert.Equal(Enumerable.Repeat(new Reason(StorageReasons.Full), 5), reported);
        Assert.InRange(requests, 1, once);
        await fixture.Get<Review>().OpenAsync(comparison, Actor.System, Cancellation);

        async Task<long> RequestsAsync(Func<Task> work)
        {
            var before = fixture.World.Meter.ThisMonth.Requests;
            await work();
            return fixture.World.Meter.ThisMonth.Requests - before;
        }
    }

    // Longer than what it takes the place of, so that rows need more room than they have.
    private const string Title =
        "Gamle Nygata ved den lange broen over elven nedenfor den store fossen i Øvre Fjellheim, "
        + "inngang fra gårdsplassen bak det røde huset med den hvite porten og de to store bjørkene 7; 0155; Oslo; NO";
    private const int FullNow = 1;

    private static StoreFaults Patiently(SyncFixture fixture) =>
        new(new StoreOutages(NullLogger<StoreOutages>.Instance, fixture.Clock), fixture.Clock);

    private static async Task<Guid> PreparedAsync(SyncFixture fixture, IReadOnlyList<Someone> people)
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Address, Title)
            );
        }

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
        await CompactAsync(fixture);
        return run;
    }

    // Free pages left by migrations and deleted rows would be space to write.
    private static async Task CompactAsync(SyncFixture fixture)
    {
        await using var store = fixture.Store();
        await store.Database.ExecuteSqlRawAsync("VACUUM;", Cancellation);
    }

    private static async Task<RunReport> ReportAsync(SyncFixture fixture, Guid run)
    {
        await using var store = fixture.Store();
        return (await RunReport.LoadAsync(store, run, Cancellation))!;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    /// <summary>
    /// How many pages the file of a store may have. SQLite keeps this limit per connection, the pool makes new ones
    /// whenever it likes, and a run keeps one: each gets it when Entity Framework opens or uses it.
    /// </summary>
    private sealed class PageLimit
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>,
            IDisposable
    {
        public const int None = int.MaxValue - 1;

        private readonly ConcurrentBag<IDisposable> _subscriptions = [];
        private string? _file;

        // Before the store is opened: Entity Framework remembers for a while that nobody listens.
        public PageLimit() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public int Most { get; set; } = None;

        public void Of(SyncFixture fixture)
        {
            using var store = fixture.Store();
            _file = ((SqliteConnection)store.Database.GetDbConnection()).DataSource;
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            var connection = value switch
            {
                { Value: ConnectionEventData opened } when value.Key == RelationalEventId.ConnectionOpened.Name =>
                    opened.Connection,
                { Value: TransactionEventData started } when value.Key == RelationalEventId.TransactionStarted.Name =>
                    started.Transaction.Connection,
                { Value: CommandEventData begun } when value.Key == RelationalEventId.CommandExecuting.Name => begun
                    .Command
                    .Connection,
                _ => null,
            };
            if (connection is SqliteConnection { State: ConnectionState.Open } own && own.DataSource == _file)
            {
                ExecuteAsync(own, $"PRAGMA max_page_count = {Most};").GetAwaiter().GetResult();
            }
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose()
        {
            foreach (var one in _subscriptions)
            {
                one.Dispose();
            }
        }
    }
}
