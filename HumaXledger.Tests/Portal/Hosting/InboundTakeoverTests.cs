using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using HumaXledger.Tests.Sync.Connections;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// Two real Portals on one PostgreSQL: the one that writes what changed in Huma ends, and the other one goes on.
/// </summary>
public sealed class InboundTakeoverTests(PostgresServer postgres, ITestOutputHelper output)
{
    private const string Title = "Fagansvarlig";

    private const int People = 30;

    /// <summary>The goal is 20 s; the machine runs other tests too, and the output has what it took.</summary>
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(60);

    /// <summary>The goal is 5 s.</summary>
    private static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Node_EndsWhileItWritesInboundChanges_IsReplacedInTimeAndNobodyIsWrittenTwice(bool kill)
    {
        // Killed when a write was carried out and its answer is lost; stopped while profiles are read.
        var at = kill ? Instant.Committed : Instant.Answered;
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var (connection, people) = await PreparedAsync(fixture);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        await using var firstDoor = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        await using var secondDoor = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        await using var first = await StartAsync(firstDoor);
        await using var second = await StartAsync(secondDoor);
        await Task.WhenAll(first.Started, second.Started).WaitAsync(CrashTests.Patience, Cancellation);
        CrashingProxy[] doors = [firstDoor, secondDoor];
        PortalProcess[] nodes = [first, second];
        var struck = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var node = 0; node < nodes.Length; node++)
        {
            var own = node;
            doors[node]
                .Arm(kill ? 1 : 20, writesOnly: kill, at, () =>
                {
                    if (struck.TrySetResult(own) && kill)
                    {
                        nodes[own].Kill();
                    }
                });
        }

        var written = new ConcurrentBag<long>();
        fixture.World.Xledger.Changed += changes =>
        {
            foreach (var change in changes)
            {
                written.Add(change.DbId);
            }
        };
        await fixture
            .Get<ChangeQueue>()
            .PutAsync(
                connection,
                [.. people.Select(person => new HumaId($"{person.HumaId}"))],
                PendingChangeSource.Webhook,
                PendingChangeKind.Updated,
                null,
                Cancellation
            );
        var ended = await struck.Task.WaitAsync(CrashTests.Patience, Cancellation);
        var began = TimeProvider.System.GetTimestamp();
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        doors[1 - ended].Arm(1, writesOnly: false, Instant.Before, () => taken.TrySetResult());
        if (kill)
        {
            await nodes[ended].ExitAsync(Cancellation);
        }
        else
        {
            Assert.Equal(0, (await nodes[ended].StopAsync(Cancellation)).Code);
        }

        await taken.Task.WaitAsync(CrashTests.Patience, Cancellation);
        var took = TimeProvider.System.GetElapsedTime(began);
        output.WriteLine($"{(kill ? "killed" : "stopped")}: {took.TotalSeconds:0.0} s");
        await SettledAsync(fixture, nodes[1 - ended]);

        Assert.InRange(took, TimeSpan.Zero, kill ? AfterKill : AfterStop);
        // By Xledger's own record of what was written.
        Assert.Equal(people.Count, written.Count);
        Assert.Equal(people.Count, written.Distinct().Count());
        Assert.All(people, person => Assert.Equal(Title, fixture.InXledger(person, SandboxField.JobTitle)));
        mails.Delete(recursive: true);

        Task<PortalProcess> StartAsync(CrashingProxy door) =>
            PortalProcess.StartAsync(database, mails.FullName, door.Address, StorageProvider.PostgreSql);
    }

    [Fact]
    public async Task Leases_GivenBack_CanBeTakenAtOnce()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        var contexts = fixture.Get<IDbContextFactory<SyncDbContext>>();
        var (one, other) = (new WorkLeases(contexts), new WorkLeases(contexts));
        Assert.True(await one.TakeAsync(connection, Cancellation));
        Assert.False(await other.TakeAsync(connection, Cancellation));

        await other.ReleaseAsync(Cancellation);
        Assert.False(await other.TakeAsync(connection, Cancellation));
        await one.ReleaseAsync(Cancellation);

        Assert.True(await other.TakeAsync(connection, Cancellation));
        Assert.InRange(WorkLeases.Lasts, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Queue_ByNodesWhoseClocksAreFarOff_IsDueByTheClockOfTheDatabase()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        await using var store = fixture.Store();
        await store.Connections.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, ConnectionState.Active),
            Cancellation
        );
        var contexts = fixture.Get<IDbContextFactory<SyncDbContext>>();
        var (early, late) = (Node(TimeSpan.FromMinutes(-10)), Node(TimeSpan.FromMinutes(10)));

        await late.PutAsync(
            connection,
            [new HumaId("a")],
            PendingChangeSource.Webhook,
            PendingChangeKind.Updated,
            null,
            Cancellation
        );
        Assert.Equal([connection], await early.DueAsync(Cancellation));

        // Due in a minute by the database: not for the node that is ten minutes ahead either.
        await store.Database.ExecuteSqlRawAsync(
            """UPDATE "PendingChanges" SET "DueAt" = now() + interval '1 minute'""",
            Cancellation
        );
        Assert.Empty(await late.DueAsync(Cancellation));
        await store.Database.ExecuteSqlRawAsync("""UPDATE "PendingChanges" SET "DueAt" = now()""", Cancellation);
        Assert.Equal([connection], await early.DueAsync(Cancellation));

        ChangeQueue Node(TimeSpan off)
        {
            var clock = new ShiftedClock(off);
            return new ChangeQueue(contexts, new StoreClock(contexts, fixture.Get<StorageConnection>(), clock), clock);
        }
    }

    private async Task<(Guid Connection, IReadOnlyList<Someone> People)> PreparedAsync(SyncFixture fixture)
    {
        var everyone = fixture.Ordinary(People + 1);
        var connection = await fixture.ConnectAsync(Cancellation);
        await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, [everyone[0]], SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        await fixture
            .Get<ConnectionSettings>()
            .ChangeAsync(
                connection,
                values => values.With(GuardKind.PeopleTouched, new GuardLimit(10_000, null)),
                SyncFixture.Administrator,
                Cancellation
            );
        var people = everyone.Skip(1).ToList();
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInHuma([.. people.Select(person => person.HumaId)], SandboxField.JobTitle, Title)
        );
        return (connection, people);
    }

    private static async Task SettledAsync(SyncFixture fixture, PortalProcess portal)
    {
        await using var store = fixture.Store();
        try
        {
            await Until.SoAsync(
                async () => !await store.PendingChanges.AnyAsync(pending => pending.EndedAt == null, Cancellation),
                CrashTests.Patience
            );
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            Assert.Fail($"Not all of them were processed. {portal.Said}");
        }
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
