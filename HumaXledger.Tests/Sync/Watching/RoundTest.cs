using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Xledger;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Sync.Watching;

public sealed class RoundOnSqliteTest(SqliteStore store) : RoundTest<SqliteStore>(store);

public sealed class RoundOnPostgresTest(PostgresStore store) : RoundTest<PostgresStore>(store)
{
    [Fact]
    public async Task Lease_NodeWhoseClockIsTenMinutesOff_NeitherTakesNorKeepsOne()
    {
        await using var right = Node(TestStore.Start);
        await using var ahead = Node(TestStore.Start.AddMinutes(10));
        var (held, other) = (await AddAsync(), await AddAsync());
        Assert.True(await right.GetRequiredService<WorkLeases>().TakeAsync(held, Cancellation));

        Assert.False(await ahead.GetRequiredService<WorkLeases>().TakeAsync(held, Cancellation));
        Assert.True(await ahead.GetRequiredService<WorkLeases>().TakeAsync(other, Cancellation));

        Assert.True(await right.GetRequiredService<WorkLeases>().TakeAsync(held, Cancellation));
        Assert.False(await right.GetRequiredService<WorkLeases>().TakeAsync(other, Cancellation));
        await using var context = Store.Open();
        var left = await context
            .Database.SqlQuery<double>(
                $"""SELECT EXTRACT(EPOCH FROM max("Until") - now())::float8 AS "Value" FROM "Leases" """
            )
            .SingleAsync(Cancellation);
        Assert.InRange(left, 1, WorkLeases.Lasts.TotalSeconds);
    }

    [Fact]
    public async Task Lease_OfANodeThatIsGone_IsTakenWhenItHasEndedByTheDatabasesClock()
    {
        await using var gone = Node(TestStore.Start.AddMinutes(10));
        await using var next = Node(TestStore.Start.AddMinutes(-10));
        var connection = await AddAsync();
        Assert.True(await gone.GetRequiredService<WorkLeases>().TakeAsync(connection, Cancellation));
        await using (var context = Store.Open())
        {
            await context.Database.ExecuteSqlAsync(
                $"""UPDATE "Leases" SET "Until" = now() - interval '1 second' WHERE "ConnectionId" = {connection}""",
                Cancellation
            );
        }

        Assert.True(await next.GetRequiredService<WorkLeases>().TakeAsync(connection, Cancellation));
        Assert.False(await gone.GetRequiredService<WorkLeases>().TakeAsync(connection, Cancellation));
    }

    [Fact]
    public async Task Lease_TakenByManyAtOnce_IsOfOne()
    {
        var connection = await AddAsync();
        var nodes = Enumerable.Range(0, 6).Select(_ => Node(TestStore.Start)).ToList();

        var taken = await Task.WhenAll(
            nodes.Select(node => node.GetRequiredService<WorkLeases>().TakeAsync(connection, Cancellation))
        );

        Assert.Single(taken, one => one);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }
}

/// <summary>What a round asks does not grow with the connections, and it misses none of them.</summary>
public abstract class RoundTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static readonly DateTime Now = TestStore.Start.UtcDateTime;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected T Store => store;

    [Fact]
    public async Task Round_WithAHundredTimesTheConnections_SendsAsManyStatements()
    {
        await using var node = Node(TestStore.Start);
        await AddAsync();
        await AddAsync(row => row.PausedAt = Now);
        using var statements = new StatementCount(store.Connection.ConnectionString);
        // EF Core asks once a second whether somebody listens.
        while (statements.Count == 0)
        {
            await RoundAsync(node);
        }

        var few = await CountAsync(node, statements);
        foreach (var _ in Enumerable.Range(0, 300))
        {
            await AddAsync();
        }

        var many = await CountAsync(node, statements);

        Assert.Equal(few, many);
        Assert.InRange(many, 5, 20);
    }

    [Fact]
    public async Task Alerts_OfSeveralConnections_AreEachRaisedOnceChangedAndClosed()
    {
        await using var node = Node(TestStore.Start);
        var (failing, held, quiet, ended) = (await AddAsync(), await AddAsync(), await AddAsync(), await AddAsync());
        await SaveAsync(
            Pending(failing, "a", PendingChangeState.Failed, null),
            Pending(failing, "b", PendingChangeState.Failed, null),
            Pending(held, "a", PendingChangeState.Held, PendingChangeCause.OtherPerson),
            Pending(ended, "a", PendingChangeState.Failed, null)
        );
        await using (var context = store.Open())
        {
            await context
                .Connections.Where(row => row.Id == ended)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DisconnectedAt, Now), Cancellation);
        }

        await RoundAsync(node);
        await RoundAsync(node);

        Assert.Equal([$"{AlertReasons.PeopleFailed} 2"], await OpenAsync(node, failing));
        Assert.Equal([$"{AlertReasons.GuardHolds} 1"], await OpenAsync(node, held));
        Assert.Empty(await OpenAsync(node, quiet));
        Assert.Empty(await OpenAsync(node, ended));
        await SaveAsync(Pending(failing, "c", PendingChangeState.Failed, null));
        await using (var context = store.Open())
        {
            await context
                .PendingChanges.Where(row => row.ConnectionId == held)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, PendingChangeState.Written), Cancellation);
        }

        await RoundAsync(node);

        Assert.Equal([$"{AlertReasons.PeopleFailed} 3"], await OpenAsync(node, failing));
        Assert.Empty(await OpenAsync(node, held));
    }

    [Fact]
    public async Task Checks_OfThousandsOfConnections_AreStartedSomeARoundTheOldestFirst()
    {
        await using var node = Node(TestStore.Start);
        var oldest = await AddAsync(row => row.DriftCheckAt = null, isChecked: false);
        foreach (var _ in Enumerable.Range(0, DueTasks.MostOfAKind + 20))
        {
            await AddAsync(row => row.DriftCheckAt = null, isChecked: false);
        }

        await SaveAsync(Health(oldest, Now.AddYears(-1)));

        var due = (await node.GetRequiredService<DueTasks>().FindAsync(Cancellation))
            .Where(one => one.Kind == DueKind.TokenHealth)
            .ToList();

        Assert.Equal((DueTasks.MostOfAKind, oldest), (due.Count, due[0].ConnectionId));
    }

    protected ServiceProvider Node(DateTimeOffset now)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Storage:Provider"] = $"{store.Connection.Provider}",
                    ["ConnectionStrings:HumaXledger"] = store.Connection.ConnectionString,
                }
            )
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(new SettableClock(now))
            .AddStorage(configuration)
            .AddHuma()
            .AddXledger()
            .AddSync()
            .AddSharedVault()
            .BuildServiceProvider();
    }

    /// <summary>A connection in use on which nothing is due.</summary>
    protected async Task<Guid> AddAsync(Action<Connection>? change = null, bool isChecked = true)
    {
        var connection = Samples.Connection();
        (connection.State, connection.CreatedAt, connection.LastSyncedAt, connection.LastQuickComparisonAt) = (
            ConnectionState.Active,
            Now.AddDays(-30),
            Now.AddDays(-1),
            Now
        );
        change?.Invoke(connection);
        await SaveAsync(connection);
        if (isChecked)
        {
            await SaveAsync(
                Health(connection.Id, Now),
                new ComparisonRecord
                {
                    Id = Guid.NewGuid(),
                    ConnectionId = connection.Id,
                    Purpose = ComparisonPurpose.DriftCheck,
                    State = ComparisonState.Closed,
                    StartedAt = Now.AddHours(-1),
                    FinishedAt = Now.AddHours(-1),
                    StartedBy = "HumaXledger",
                }
            );
        }

        return connection.Id;
    }

    private static SystemHealth Health(Guid connection, DateTime at) =>
        new()
        {
            ConnectionId = connection,
            Side = Side.Huma,
            CheckedAt = at,
            Accepted = true,
        };

    private static PendingChange Pending(
        Guid connection,
        string person,
        PendingChangeState state,
        PendingChangeCause? cause
    ) =>
        new()
        {
            ConnectionId = connection,
            HumaId = new HumaId(person),
            State = state,
            Cause = cause,
        };

    private static async Task RoundAsync(ServiceProvider node)
    {
        await node.GetRequiredService<MonthEnd>().ReportAsync(Cancellation);
        await node.GetRequiredService<AlertRounds>().WatchAsync(Cancellation);
        Assert.DoesNotContain(await node.GetRequiredService<DueTasks>().FindAsync(Cancellation), due =>
            due.Kind != DueKind.TokenHealth
        );
        await node.GetRequiredService<ChangeQueue>().DueAsync(Cancellation);
    }

    private static async Task<int> CountAsync(ServiceProvider node, StatementCount statements)
    {
        var before = statements.Count;
        await RoundAsync(node);
        return statements.Count - before;
    }

    private static async Task<IEnumerable<string>> OpenAsync(ServiceProvider node, Guid connection) =>
        (await node.GetRequiredService<Alerts>().OpenAsync(connection, Actor.System, Cancellation)).Select(alert =>
            $"{alert.Problem} {string.Join(' ', alert.Arguments)}"
        );

    private async Task SaveAsync(params object[] rows)
    {
        await using var context = store.Open();
        context.AddRange(rows);
        await context.SaveChangesAsync(Cancellation);
    }
}
