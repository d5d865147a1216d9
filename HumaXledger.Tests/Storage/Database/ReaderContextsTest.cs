using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Database;

public sealed class ReaderContextsOnSqliteTest(SqliteStore store) : ReaderContextsTest<SqliteStore>(store);

public sealed class ReaderContextsOnPostgresTest(PostgresStore store) : ReaderContextsTest<PostgresStore>(store);

/// <summary>Contexts that see what a user may see, on both databases.</summary>
public abstract class ReaderContextsTest<TStore>(TStore store) : IClassFixture<TStore>
    where TStore : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Context_OfAUserOfOneConnection_SeesNothingOfAnother()
    {
        var (own, other) = (await store.AddConnectionAsync(), await store.AddConnectionAsync());
        foreach (var connection in new[] { own, other })
        {
            var plan = await store.AddPlanAsync(connection, Samples.Change(1), Samples.Change(2));
            await using var storing = store.Open();
            storing.Add(Samples.Run(plan, 1));
            await storing.SaveChangesAsync(Cancellation);
            await store
                .Get<ActivityLog>()
                .AppendAsync(Actor.System, ActivityCodes.RunStarted, connection, ["1"], Cancellation);
        }

        await using var seen = await store.Get<ReaderContexts>().ForAsync(In(own), Cancellation);

        Assert.Equal([own], await seen.Connections.Select(row => row.Id).ToListAsync(Cancellation));
        Assert.Equal([own], await seen.Plans.Select(row => row.ConnectionId).ToListAsync(Cancellation));
        Assert.Equal([own], await seen.Runs.Select(row => row.ConnectionId).ToListAsync(Cancellation));
        Assert.Equal([own], await seen.Comparisons.Select(row => row.ConnectionId).ToListAsync(Cancellation));
        Assert.Equal(2, await seen.Changes.CountAsync(Cancellation));
        Assert.All(await seen.Activity.ToListAsync(Cancellation), act => Assert.Equal(own, act.ConnectionId));
        Assert.Equal(1, await seen.Activity.CountAsync(Cancellation));
        Assert.Equal(0, await seen.ActivityHead.CountAsync(Cancellation));
        Assert.Null(await seen.Connections.FindAsync([other], Cancellation));
    }

    // Contexts are pooled: the reach of one reader must not be left for the next.
    [Fact]
    public async Task Context_ThatAnotherUserHadBefore_SeesWhatItsUserMaySee()
    {
        var (one, two) = (await store.AddConnectionAsync(), await store.AddConnectionAsync());
        foreach (var id in new[] { one, two, one })
        {
            await using var seen = await store.Get<ReaderContexts>().ForAsync(In(id), Cancellation);
            Assert.Equal([id], await seen.Connections.Select(row => row.Id).ToListAsync(Cancellation));
        }

        await using var nothing = await store.Get<ReaderContexts>().ForAsync(Actor.Anonymous, Cancellation);
        await using var people = await store
            .Get<ReaderContexts>()
            .ForAsync(In(one), Permission.SeeSensitive, Cancellation);
        await using var everything = await store.Get<ReaderContexts>().ForAsync(Actor.System, Cancellation);
        Assert.Equal(0, await nothing.Connections.CountAsync(Cancellation));
        Assert.Equal(0, await people.Connections.CountAsync(Cancellation));
        Assert.InRange(await everything.Connections.CountAsync(Cancellation), 2, int.MaxValue);
    }

    // A new table is in nobody's reach before it is decided who sees it.
    [Fact]
    public async Task Tables_OfTheModel_AreAllLimited()
    {
        await using var limited = await store.Get<ReaderContexts>().ForAsync(Actor.Anonymous, Cancellation);
        await using var whole = store.Open();

        Assert.DoesNotContain(limited.Model.GetEntityTypes(), type => type.GetDeclaredQueryFilters().Count == 0);
        Assert.DoesNotContain(whole.Model.GetEntityTypes(), type => type.GetDeclaredQueryFilters().Count > 0);
    }

    private static Actor In(Guid connection) =>
        Actor.Anonymous with
        {
            GroupRoles =
            [
                new GroupRole(Role.IntegrationAdministrator, "group")
                {
                    Connections = new HashSet<Guid> { connection },
                },
            ],
        };
}
