using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Tests.Planning;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class NamesOfOthersOnSqliteTest(SqliteStore store) : NamesOfOthersTest<SqliteStore>(store);

public sealed class NamesOfOthersOnPostgresTest(PostgresStore store) : NamesOfOthersTest<PostgresStore>(store);

/// <summary>What is stored with the name of another connection when one of both is placed in a group.</summary>
public abstract class NamesOfOthersTest<TStore>(TStore store) : IClassFixture<TStore>
    where TStore : TestStore
{
    private const string Name = "Granskog Holding";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "north", true)]
    [InlineData("north", "south", true)]
    [InlineData("north", null, false)]
    public async Task Placed_InAGroup_NamesNoOtherConnectionAnyMore(string? from, string? to, bool hidden)
    {
        var (own, comparison) = await StoredAsync(from);

        Assert.Null(await Groups.PlaceAsync(own.Id, from, to, Actor.System, Cancellation));

        await AssertAsync(own.Id, comparison, hidden);
    }

    [Fact]
    public async Task Placed_Elsewhere_IsNotNamedWithTheConnectionsThatStay()
    {
        var group = $"left-{Guid.NewGuid():N}"[..20];
        var (staying, comparison) = await StoredAsync(group);
        var (moved, _) = await StoredAsync(group);
        var (others, itsComparison) = await StoredAsync("apart");

        Assert.Null(await Groups.PlaceAsync(moved.Id, group, null, Actor.System, Cancellation));

        await AssertAsync(staying.Id, comparison, hidden: true);
        await AssertAsync(others.Id, itsComparison, hidden: false);
    }

    private ConnectionGroups Groups =>
        new(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            store.Get<ComparisonArchive>(),
            new SnapshotCache(store.Get<IDbContextFactory<SyncDbContext>>(), null!, store.Clock),
            store.Clock
        );

    private async Task<(Connection Connection, Guid Comparison)> StoredAsync(string? group)
    {
        var connection = Samples.Connection();
        connection.AccessGroup = group;
        var now = TestStore.Start.UtcDateTime;
        var named = PendingChange.Asked(connection.Id, new HumaId("1"), "Kari", now);
        named.End(PendingChangeState.NothingToDo, now, new Reason(InboundReasons.HeldByOtherConnection, Name));
        var outside = PendingChange.Asked(connection.Id, new HumaId("2"), "Kari", now);
        outside.End(PendingChangeState.NothingToDo, now, new Reason(InboundReasons.OutsideGroup, "Oslo"));
        await using var context = store.Open();
        context.AddRange(connection, named, outside);
        await context.SaveChangesAsync(Cancellation);
        var comparison = await store.AddComparisonAsync(connection.Id);
        await context
            .Comparisons.Where(row => row.Id == comparison)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ComparisonState.Complete), Cancellation);
        var input = ComparisonBuilder.Input([], []) with
        {
            ConnectionId = connection.Id,
            Problems =
            [
                new ReadProblem(
                    Side.Huma,
                    "1",
                    new Reason(ConnectionReasons.ClaimedElsewhere, Name),
                    Incomplete: false
                ),
            ],
            Outside =
            [
                new OutsideRecord(ComparisonBuilder.Huma("1"), Name),
                new OutsideRecord(ComparisonBuilder.Xledger("2"), "Entity"),
            ],
        };
        await store.Get<ComparisonArchive>().SaveAsync(comparison, input, Cancellation);
        return (connection, comparison);
    }

    private async Task AssertAsync(Guid connection, Guid comparison, bool hidden)
    {
        await using var context = store.Open();
        var pending = await context
            .PendingChanges.AsNoTracking()
            .Where(row => row.ConnectionId == connection)
            .OrderBy(row => row.Id)
            .ToListAsync(Cancellation);
        var input = (await store.Get<ComparisonArchive>().LoadAsync(connection, comparison, Cancellation))!;
        var state = await context
            .Comparisons.Where(row => row.Id == comparison)
            .Select(row => row.State)
            .SingleAsync(Cancellation);

        Assert.Equal(
            [
                hidden
                    ? new Reason(ConnectionReasons.ClaimedByHidden)
                    : new Reason(InboundReasons.HeldByOtherConnection, Name),
                new Reason(InboundReasons.OutsideGroup, "Oslo"),
            ],
            pending.Select(row => row.Reason)
        );
        Assert.Equal(
            hidden
                ? new Reason(ConnectionReasons.ClaimedByHidden)
                : new Reason(ConnectionReasons.ClaimedElsewhere, Name),
            Assert.Single(input.Problems).Reason
        );
        Assert.Equal([hidden ? null : Name, "Entity"], input.Outside.Select(record => record.Place));
        Assert.Equal(hidden ? ComparisonState.Closed : ComparisonState.Complete, state);
    }
}
