using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using HumaXledger.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync;

public sealed class DueWorkOnSqliteTest(SqliteStore store) : DueWorkTest<SqliteStore>(store);

public sealed class DueWorkOnPostgresTest(PostgresStore store) : DueWorkTest<PostgresStore>(store);

public abstract class DueWorkTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // 2026-01-31 23:59 UTC is 00:59 of 1 February in Oslo; the nightly check of 02:30 there is 01:30 UTC.
    private static readonly DateTime Now = TestStore.Start.UtcDateTime;

    [Fact]
    public async Task DriftCheck_OnceItsTimeHasComeInOslo_IsDueOnceAndAgainTheNextDay()
    {
        var connection = await AddAsync(_ => { });
        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, Now.AddMinutes(90)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, Now.AddMinutes(92)));
        await AddCheckAsync(connection, Now.AddMinutes(92), ComparisonState.Closed);

        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, Now.AddMinutes(93)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, Now.AddMinutes(92).AddDays(1)));
    }

    [Fact]
    public async Task DriftCheck_SeveralNightsWithoutAnybodyRunning_IsMadeUpForOnce()
    {
        var connection = await AddAsync(_ => { });
        await AddCheckAsync(connection, Now.AddDays(-5), ComparisonState.Closed);

        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, Now));
        await AddCheckAsync(connection, Now, ComparisonState.Closed);
        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, Now.AddMinutes(1)));
    }

    [Fact]
    public async Task DriftCheck_ThatFailed_IsTriedAgainAnHourLaterThreeTimesInAll()
    {
        var connection = await AddAsync(_ => { });
        var first = Now.AddMinutes(92);
        await AddCheckAsync(connection, first, ComparisonState.Failed);
        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, first.AddMinutes(59)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, first.AddHours(1)));
        await AddCheckAsync(connection, first.AddHours(1), ComparisonState.Failed);
        await AddCheckAsync(connection, first.AddHours(2), ComparisonState.Failed);

        Assert.False(await IsDueAsync(connection, DueKind.DriftCheck, first.AddHours(5)));
        Assert.True(await IsDueAsync(connection, DueKind.DriftCheck, first.AddDays(1)));
    }

    [Fact]
    public async Task Anything_WhileSomebodyComparesOrTheConnectionIsEndedOrNotSynchronizedYet_IsNotDue()
    {
        var busy = await AddAsync(_ => { });
        await AddCheckAsync(busy, Now, ComparisonState.Running, ComparisonPurpose.Review);
        var ended = await AddAsync(connection => connection.DisconnectedAt = Now);
        var established = await AddAsync(connection => connection.State = ConnectionState.Established);
        var off = await AddAsync(connection => (connection.DriftCheckAt, connection.QuickComparisonMinutes) = (null, null));

        var due = await FindAsync(Now.AddDays(2));

        Assert.DoesNotContain(due, one => one.ConnectionId == busy && one.Kind != DueKind.TokenHealth);
        Assert.DoesNotContain(due, one => one.ConnectionId == ended);
        Assert.DoesNotContain(due, one => one.ConnectionId == established && one.Kind != DueKind.TokenHealth);
        Assert.DoesNotContain(due, one => one.ConnectionId == off && one.Kind != DueKind.TokenHealth);
    }

    [Theory]
    [InlineData(null, false, true)]
    [InlineData(6, false, false)]
    [InlineData(7, false, true)]
    [InlineData(null, true, false)]
    public async Task QuickComparison_IsDueByItsInterval_WhereNoMessageComesAndNobodyPaused(int? daysSinceAMessage, bool paused, bool due)
    {
        var connection = await AddAsync(row =>
        {
            row.DriftCheckAt = null;
            row.QuickComparisonMinutes = 15;
            row.LastQuickComparisonAt = Now;
            row.WebhookAddress = $"{Guid.NewGuid()}";
            row.LastMessageAt = Now.AddMinutes(15).AddDays(-daysSinceAMessage ?? 0);
            row.LastMessageAt = daysSinceAMessage is null ? null : row.LastMessageAt;
            row.PausedAt = paused ? Now : null;
        });

        Assert.False(await IsDueAsync(connection, DueKind.QuickComparison, Now.AddMinutes(14)));
        Assert.Equal(due, await IsDueAsync(connection, DueKind.QuickComparison, Now.AddMinutes(15)));
    }

    [Fact]
    public async Task TokenHealth_IsDueEverySixHours_AndSoonerWhileOneIsRefused()
    {
        var connection = await AddAsync(_ => { });
        await AddHealthAsync(connection, Now, null);
        Assert.False(await IsDueAsync(connection, DueKind.TokenHealth, Now.AddHours(5)));
        Assert.True(await IsDueAsync(connection, DueKind.TokenHealth, Now.AddHours(6)));

        var refused = await AddAsync(_ => { });
        await AddHealthAsync(refused, Now, "xledger.token.rejected");
        Assert.False(await IsDueAsync(refused, DueKind.TokenHealth, Now.AddMinutes(9)));
        Assert.True(await IsDueAsync(refused, DueKind.TokenHealth, Now.AddMinutes(10)));
    }

    [Theory]
    // The hour that is skipped in spring, and the one that comes twice in autumn.
    [InlineData("2026-03-29T12:00:00Z", "02:30", "2026-03-29T01:30:00Z")]
    [InlineData("2026-10-25T12:00:00Z", "02:30", "2026-10-25T01:30:00Z")]
    [InlineData("2026-06-01T00:29:00Z", "02:30", "2026-05-31T00:30:00Z")]
    public void Last_TimeOfDayInOslo_IsTheMomentInUtc(string now, string at, string expected)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal(DateTimeOffset.Parse(expected, invariant).UtcDateTime, SystemDay.Last(TimeOnly.Parse(at, invariant), DateTimeOffset.Parse(now, invariant).UtcDateTime));
    }

    private async Task<bool> IsDueAsync(Guid connection, DueKind kind, DateTime now) => (await FindAsync(now)).Contains(new Due(connection, kind));

    private Task<IReadOnlyList<Due>> FindAsync(DateTime now) => new DueWork(
        store.Get<IDbContextFactory<SyncDbContext>>(), Options.Create(new HealthOptions()), Options.Create(new QuickComparisonOptions()), new SettableClock(new DateTimeOffset(now, TimeSpan.Zero))).FindAsync(Cancellation);

    private async Task<Guid> AddAsync(Action<Connection> change)
    {
        var connection = Samples.Connection();
        (connection.State, connection.CreatedAt, connection.LastSyncedAt) = (ConnectionState.Active, Now.AddDays(-30), Now);
        change(connection);
        await SaveAsync(connection);
        return connection.Id;
    }

    private Task AddHealthAsync(Guid connection, DateTime at, string? reason) =>
        SaveAsync(new SystemHealth { ConnectionId = connection, Side = Core.People.Side.Xledger, CheckedAt = at, ReasonCode = reason });

    private Task AddCheckAsync(Guid connection, DateTime at, ComparisonState state, ComparisonPurpose purpose = ComparisonPurpose.DriftCheck) => SaveAsync(new ComparisonRecord
    {
        Id = Guid.NewGuid(),
        ConnectionId = connection,
        Purpose = purpose,
        State = state,
        StartedAt = at,
        FinishedAt = state == ComparisonState.Running ? null : at,
        StartedBy = "HumaXledger",
    });

    private async Task SaveAsync(object row)
    {
        await using var context = store.Open();
        context.Add(row);
        await context.SaveChangesAsync(Cancellation);
    }
}
