using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.Watching;

public sealed class AlertsOnSqliteTest(SqliteStore store) : AlertsTest<SqliteStore>(store);

public sealed class AlertsOnPostgresTest(PostgresStore store) : AlertsTest<PostgresStore>(store);

public abstract class AlertsTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static readonly Reason Timeout = new(HumaReasons.Timeout, "GET /users", "30");
    private readonly AlertOptions _options = new();

    private Alerts Alerts => new(store.Get<IDbContextFactory<SyncDbContext>>(), Options.Create(_options), store.Clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raise_SameProblemAgain_StaysOneAlertWithItsStartAndTheNewestDetails()
    {
        var connection = await store.AddConnectionAsync();
        await Alerts.RaiseAsync(connection, AlertProblem.PeopleFailed(3), Cancellation);
        var began = store.Clock.Now.UtcDateTime;
        store.Clock.Now += TimeSpan.FromHours(1);

        await Alerts.RaiseAsync(connection, AlertProblem.PeopleFailed(5), Cancellation);

        var open = Assert.Single(await Alerts.OpenAsync(connection, Actor.System, Cancellation));
        Assert.Equal((began, "5"), (open.OpenedAt, Assert.Single(open.Arguments)));
    }

    [Fact]
    public async Task Raise_ByManyAtOnce_LeavesOneOpen()
    {
        var connection = await store.AddConnectionAsync();

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => Task.Run(() => Alerts.RaiseAsync(connection, AlertProblem.Huma(Timeout), Cancellation)))
        );

        Assert.Single(await Alerts.OpenAsync(connection, Actor.System, Cancellation));
    }

    [Fact]
    public async Task Raise_OtherProblemOrOtherConnection_IsAnAlertOfItsOwn()
    {
        var (one, other) = (await store.AddConnectionAsync(), await store.AddConnectionAsync());
        await Alerts.RaiseAsync(one, AlertProblem.Huma(Timeout), Cancellation);
        await Alerts.RaiseAsync(one, AlertProblem.Drift(30, 20), Cancellation);
        await Alerts.RaiseAsync(other, AlertProblem.Huma(Timeout), Cancellation);

        await Alerts.ClearAsync(one, AlertReasons.Huma, Cancellation);

        Assert.Equal(
            AlertReasons.Drift,
            Assert.Single(await Alerts.OpenAsync(one, Actor.System, Cancellation)).Problem
        );
        Assert.Equal(
            AlertReasons.Huma,
            Assert.Single(await Alerts.OpenAsync(other, Actor.System, Cancellation)).Problem
        );
    }

    [Fact]
    public async Task Raise_SoonAfterItClosed_IsTheSameAlert()
    {
        var connection = await store.AddConnectionAsync();
        await Alerts.RaiseAsync(connection, AlertProblem.Huma(Timeout), Cancellation);
        var first = Assert.Single(await Alerts.OpenAsync(connection, Actor.System, Cancellation));
        await Alerts.ClearAsync(connection, AlertReasons.Huma, Cancellation);
        store.Clock.Now += _options.OverAfter / 2;

        await Alerts.RaiseAsync(connection, AlertProblem.Huma(Timeout), Cancellation);

        Assert.Equal(first.Id, Assert.Single(await Alerts.OpenAsync(connection, Actor.System, Cancellation)).Id);
    }

    [Fact]
    public async Task Raise_LongAfterItClosed_IsANewAlert()
    {
        var connection = await store.AddConnectionAsync();
        await Alerts.RaiseAsync(connection, AlertProblem.Huma(Timeout), Cancellation);
        var first = Assert.Single(await Alerts.OpenAsync(connection, Actor.System, Cancellation));
        await Alerts.ClearAsync(connection, AlertReasons.Huma, Cancellation);
        store.Clock.Now += _options.OverAfter;

        await Alerts.RaiseAsync(connection, AlertProblem.Huma(Timeout), Cancellation);

        Assert.NotEqual(first.Id, Assert.Single(await Alerts.OpenAsync(connection, Actor.System, Cancellation)).Id);
    }

    [Fact]
    public async Task Cause_OfAnUnreachableSystem_IsTheClientsReason()
    {
        var connection = await store.AddConnectionAsync();
        await Alerts.RaiseAsync(connection, AlertProblem.Huma(Timeout), Cancellation);

        Assert.Equal(Timeout, Assert.Single(await Alerts.OpenAsync(connection, Actor.System, Cancellation)).Why);
    }
}
