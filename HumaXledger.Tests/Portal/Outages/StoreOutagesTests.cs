using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger.Limits;
using HumaXledger.Portal.Outages;
using HumaXledger.Tests.Fakes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace HumaXledger.Tests.Portal.Outages;

/// <summary>An outage of the store is one line a minute, however many parts meet it.</summary>
public sealed class StoreOutagesTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordedLog _log = new();
    private readonly ServiceProvider _services;

    public StoreOutagesTests()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_log));
        services.AddSingleton<TimeProvider>(_clock);
        services.AddOutages();
        _services = services.BuildServiceProvider();
    }

    private static Exception Locked => new DbUpdateException("", new SqliteException("database is locked", 5));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public void Outage_MetByManyForMinutes_IsOneLineAMinuteAndOneAtItsEnd()
    {
        foreach (var second in Enumerable.Range(0, 150))
        {
            Logger("Quartz").LogError(Locked, "Round {Second} failed", second);
            Logger("HumaXledger.Portal.Jobs").LogWarning(Locked, "Work {Second} failed", second);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        _clock.Advance(StoreOutages.Quiet);
        Outages.Over();
        Outages.Over();

        Assert.Collection(
            _log.Lines,
            line => Assert.Contains("(Locked, SQLite 5). Work waits", line, StringComparison.Ordinal),
            line => Assert.Contains(" 120 attempts failed", line, StringComparison.Ordinal),
            line => Assert.Contains(" 120 attempts failed", line, StringComparison.Ordinal),
            line => Assert.Contains("can be used again after 149 s", line, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(13)]
    [InlineData(8)]
    [InlineData(5)]
    public void Outage_OfWritingOnly_IsNotOverByWorkThatReads(int code)
    {
        foreach (var second in Enumerable.Range(0, 90))
        {
            if (second % 15 == 0)
            {
                Outages.Note(new SqliteException("", code));
            }

            Outages.Over();
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, _log.Lines.Count);
        Assert.All(_log.Lines, line => Assert.Contains("cannot be used", line, StringComparison.Ordinal));
        _clock.Advance(StoreOutages.Quiet);
        Outages.Over();
        Assert.Contains("can be used again after 75 s", _log.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Outage_OfAllUse_IsOverByTheFirstWorkThatGoesWell()
    {
        Outages.Note(new SqliteException("", 14));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Outages.Over();

        Assert.Contains("can be used again after 2 s", _log.Lines.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_OfAnythingElse_IsLoggedAsItIs()
    {
        Logger("Any").LogError(new InvalidOperationException("its own fault"), "It failed");
        Logger("Any").LogError(new SqliteException("constraint", 19), "It failed too");

        Assert.Equal(2, _log.Lines.Count);
        Assert.Contains(_log.Lines, line => line.Contains("its own fault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Work_FailingAgainAndAgain_WaitsLongerEachTimeUpToAQuarterOfAMinute()
    {
        var clock = new RacingClock(DateTimeOffset.UnixEpoch);
        var faults = new StoreFaults(_services.GetRequiredService<StoreOutages>(), clock);
        var (tries, waited) = (0, new List<double>());

        await faults.RetryAsync(
            () => ++tries <= 7 ? Task.FromException(Locked) : Task.CompletedTask,
            _ => waited.Add(clock.Waited.TotalSeconds),
            TestContext.Current.CancellationToken
        );

        Assert.Equal([0, 1, 3, 8, 18, 33, 48], waited);
    }

    [Fact]
    public async Task Request_WaitingForTheDatabaseWithItsLimits_IsOneLine()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var rules = new TokenRules(20, TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(10));
        var window = new SharedTokenWindow("token", new AbsentStore(), rules, _clock, Logger("Limits"));

        var waiting = window.EnterAsync(Guid.NewGuid(), cancellation).AsTask();
        await Until.SoAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return waiting.IsCompleted;
        });

        await Assert.ThrowsAsync<NpgsqlException>(() => waiting);
        Assert.Contains("The database cannot be used (", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    private StoreOutages Outages => _services.GetRequiredService<StoreOutages>();

    private ILogger Logger(string category) => _services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    private sealed class AbsentStore : IDbContextFactory<SyncDbContext>
    {
        public SyncDbContext CreateDbContext() => throw new NpgsqlException("No connection.", new IOException());
    }
}
