using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>The channel between nodes while its database fails, and when its node ends.</summary>
public sealed class NodeOutageTests(PostgresStore store) : IClassFixture<PostgresStore>
{
    private const string Listening = "Live changes of other nodes are listened to";
    private const string NotListening = "Live changes of other nodes are not listened to";
    private const string NotSent = "Live changes could not be sent";

    private readonly Listeners _listeners = new(store);
    private readonly RecordedLog _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DatabaseAway_MetByManyParts_IsOneLineOfTheNode()
    {
        var address = new NpgsqlConnectionStringBuilder(store.Connection.ConnectionString);
        var relay = FreezingRelay.To(address.Host!, address.Port, NodeListener.ApplicationName);
        (address.Host, address.Port) = ("127.0.0.1", relay.Port);
        await using var node = await LiveNode.StartAsync(Settings(address.ConnectionString), add: Record);
        await Until.SoAsync(() => Lines(Listening).Any());

        relay.Dispose();
        node.Feed.Pulse(Guid.NewGuid());
        await Until.SoAsync(() => Lines(NotListening).Any() && Lines(NotSent).Any());

        Assert.All([.. Lines(NotListening), .. Lines(NotSent)], line =>
            Assert.StartsWith("Debug", line, StringComparison.Ordinal)
        );
        Assert.Single(Lines("The database cannot be used ("));
    }

    [Fact]
    public async Task CatchingUp_FailingAtOnceAgainAndAgain_IsTriedAfterLongerAndLongerPauses()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var node = await LiveNode.StartAsync(Settings(), clock, Record);
        await _listeners.AreAsync(1);
        _ = WatchAsync(node, Guid.NewGuid());
        await using var context = store.Open();
        await context.Database.ExecuteSqlAsync($"ALTER TABLE \"Runs\" RENAME TO \"RunsAway\"", Cancellation);
        try
        {
            await _listeners.TerminateAsync();

            // The end of the connection, then three attempts: the first at once, the others after one and two seconds.
            var (step, passed) = (TimeSpan.FromMilliseconds(20), TimeSpan.Zero);
            await Until.SoAsync(() =>
            {
                if (Lines(NotListening).Count() >= 4)
                {
                    return true;
                }

                clock.Advance(step);
                passed += step;
                return false;
            });
            Assert.InRange(passed, TimeSpan.FromSeconds(3), TimeSpan.MaxValue);
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"ALTER TABLE \"RunsAway\" RENAME TO \"Runs\"", Cancellation);
        }
    }

    [Fact]
    public async Task NodeEnds_TheLastValueIsSentThoughItWouldHaveToWait()
    {
        // Its pace never passes.
        var still = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var second = await LiveNode.StartAsync(Settings());
        var first = await LiveNode.StartAsync(Settings(), still);
        await _listeners.AreAsync(2);
        var run = Guid.NewGuid();
        first.Feed.Publish(run, At(run, 1));
        await Until.SoAsync(() => second.Feed.LatestOf<RunProgress>(run)?.Done == 1);

        first.Feed.Publish(run, At(run, 2));
        await first.DisposeAsync();

        await Until.SoAsync(() => second.Feed.LatestOf<RunProgress>(run)?.Done == 2);
    }

    [Fact]
    public void Sender_StopsAfterTheJobs()
    {
        var builder = WebApplication.CreateBuilder([
            "--Storage:Provider=PostgreSql",
            "--ConnectionStrings:HumaXledger=Host=db.example;Database=humaxledger;Username=portal",
        ]);
        builder.AddPortal();

        // The host stops them in reverse.
        var order = builder
            .Services.Where(service => service.ServiceType == typeof(IHostedService))
            .Select(service => (service.ImplementationType ?? service.ImplementationFactory!.Method.ReturnType).Name)
            .ToList();
        foreach (var jobs in new[] { "QuartzHostedService", nameof(UnfinishedWork), nameof(InboundSyncWorker) })
        {
            Assert.InRange(order.IndexOf(nameof(NodeSender)), 0, order.IndexOf(jobs) - 1);
        }
    }

    private Dictionary<string, string?> Settings(string? connection = null) =>
        new()
        {
            ["Storage:Provider"] = "PostgreSql",
            ["ConnectionStrings:HumaXledger"] = connection ?? store.Connection.ConnectionString,
        };

    private void Record(IServiceCollection services) =>
        services
            .AddLogging(logging => logging.AddProvider(_log).AddFilter(typeof(NodeListener).Namespace, LogLevel.Debug))
            .AddOutages();

    private IEnumerable<string> Lines(string text) =>
        _log.Lines.Where(line => line.Contains(text, StringComparison.Ordinal));

    private static RunProgress At(Guid run, int done) =>
        new(run, RunState.Running, 3, done, 0, 0, 0, 0, Side.Xledger, done, null);

    private static async Task WatchAsync(LiveNode node, Guid run)
    {
        await foreach (var _ in node.Feed.WatchAsync<RunProgress>(run, Cancellation)) { }
    }
}
