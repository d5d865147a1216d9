using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Components;

public sealed class ConnectionSummaryOnSqliteTest(SqliteStore store) : ConnectionSummaryTest<SqliteStore>(store);

public sealed class ConnectionSummaryOnPostgresTest(PostgresStore store) : ConnectionSummaryTest<PostgresStore>(store);

/// <summary>What the start page, the bell and the menu know of a connection.</summary>
public abstract class ConnectionSummaryTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_WithAProblemOrAPersonForTheNextSynchronization_NeedsAttention()
    {
        var (troubled, waiting, missing, over) = (
            await store.AddConnectionAsync(),
            await store.AddConnectionAsync(),
            await store.AddConnectionAsync(),
            await store.AddConnectionAsync()
        );
        var now = TestStore.Start.UtcDateTime;
        await using (var context = store.Open())
        {
            context.AddRange(
                Open(troubled, AlertReasons.Xledger),
                // Its people are counted instead, and none is left.
                Open(missing, AlertReasons.MissedChanges, AlertRemedy.BringMissedChanges),
                Open(over, AlertReasons.Huma, closedAt: now),
                new PendingChange
                {
                    ConnectionId = waiting,
                    HumaId = new HumaId($"{Guid.NewGuid()}"),
                    State = PendingChangeState.ForManualSync,
                    ReceivedAt = now,
                    EndedAt = now,
                }
            );
            await context.SaveChangesAsync(Cancellation);
        }

        var contexts = new ReaderContexts(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            store.Get<SyncDbContextFactory>()
        );
        var summaries = await ConnectionSummary.ReadAllAsync(contexts, Actor.System, Cancellation);
        var menu = await MenuConnection.ReadAsync(contexts, Actor.System, Cancellation);

        Assert.Equal(
            [(troubled, NeedKind.Problem, 1), (waiting, NeedKind.ForManualSync, 1)],
            ConnectionNeed
                .Of(summaries, _ => 0)
                .Where(need => need.Kind != NeedKind.Established)
                .Select(need => (need.Connection.Id, need.Kind, need.Count!.Value))
        );
        Assert.Equal(
            new[] { troubled, waiting }.Order(),
            menu.Where(connection => connection.NeedsAttention).Select(connection => connection.Id).Order()
        );

        Alert Open(Guid connection, string problem, AlertRemedy? remedy = null, DateTime? closedAt = null) =>
            new()
            {
                ConnectionId = connection,
                Problem = problem,
                Remedy = remedy,
                OpenedAt = now,
                ClosedAt = closedAt,
            };
    }
}
