using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Activity;

public sealed class KilledActOnSqliteTest(SqliteStore store) : KilledActTest<SqliteStore>(store);

public sealed class KilledActOnPostgresTest(PostgresStore store) : KilledActTest<PostgresStore>(store);

/// <summary>An act and its entry in the activity log are stored together or not at all.</summary>
public abstract class KilledActTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("settings")]
    [InlineData("decision")]
    [InlineData("allowance")]
    [InlineData("plan")]
    public async Task Act_ProcessKilledBeforeItsEntry_IsNotStored(string act)
    {
        var connection = await store.AddConnectionAsync();
        var order = new KilledAct.Order(
            act,
            connection,
            await store.AddComparisonAsync(connection, ComparisonState.Complete),
            new Dictionary<string, string?>
            {
                ["Storage:Provider"] = $"{store.Connection.Provider}",
                ["ConnectionStrings:HumaXledger"] = store.Connection.ConnectionString,
            }
        );
        var before = await StoredAsync(order);

        Assert.Equal(KilledAct.Killed, await KilledAct.InAnotherProcessAsync(order, Cancellation));

        Assert.Equal(before, await StoredAsync(order));
        Assert.IsType<ChainVerdict.Whole>(await store.Get<ChainCheck>().RunAsync(null, default, Cancellation));
        // The same act, not killed: both are stored.
        await using var services = store.OpenAgain();
        await KilledAct.RunAsync(services, order);
        var after = await StoredAsync(order);
        Assert.Equal(before.Entries + 1, after.Entries);
        Assert.NotEqual(before with { Entries = after.Entries }, after);
    }

    private async Task<(string Name, int Decisions, int Plans, int Changes, int Entries)> StoredAsync(
        KilledAct.Order order
    )
    {
        await using var context = store.Open();
        return (
            await context
                .Connections.Where(row => row.Id == order.ConnectionId)
                .Select(row => row.Name)
                .SingleAsync(Cancellation),
            await context.Decisions.CountAsync(row => row.ComparisonId == order.ComparisonId, Cancellation),
            await context.Plans.CountAsync(row => row.ConnectionId == order.ConnectionId, Cancellation),
            await context.Changes.CountAsync(Cancellation),
            await context.Activity.CountAsync(row => row.ConnectionId == order.ConnectionId, Cancellation)
        );
    }
}
