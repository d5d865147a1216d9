using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>The probes of the real Portal, over HTTP and without a session.</summary>
public sealed class HealthProbeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probes_OfAHealthyPortal_AnswerOneWord()
    {
        await using var portal = await OpenAsync();
        using var visitor = new Visitor(portal.Url);

        foreach (var path in new[] { HealthServices.Live, HealthServices.Ready })
        {
            using var answer = await visitor.OpenAsync(path, Cancellation);
            Assert.Equal(
                (HttpStatusCode.OK, "Healthy", "text/plain"),
                (
                    answer.StatusCode,
                    await answer.Content.ReadAsStringAsync(Cancellation),
                    answer.Content.Headers.ContentType!.ToString()
                )
            );
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task Ready_WithoutAKeyRing_SaysThatItIsNotAndNothingMore()
    {
        await using var portal = await OpenAsync();
        using var visitor = new Visitor(portal.Url);
        await using (var store = await StoreAsync(portal))
        {
            await store.Keys.ExecuteDeleteAsync(Cancellation);
        }

        using var ready = await visitor.OpenAsync(HealthServices.Ready, Cancellation);
        using var live = await visitor.OpenAsync(HealthServices.Live, Cancellation);

        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, "Unhealthy"),
            (ready.StatusCode, await ready.Content.ReadAsStringAsync(Cancellation))
        );
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Checks_OfThePortal_FailWhileSomethingIsBrokenAndPassAfterwards()
    {
        await using var portal = await OpenAsync();
        await AssertFailsAsync(portal);
        await using (var store = await StoreAsync(portal))
        {
            await store.Database.ExecuteSqlAsync(
                $"INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99.0.0')",
                Cancellation
            );
            await AssertFailsAsync(portal, "migrations");
            await store.Database.ExecuteSqlAsync(
                $"DELETE FROM \"__EFMigrationsHistory\" WHERE \"MigrationId\" LIKE '2999%'",
                Cancellation
            );
        }

        var scheduler = await portal.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancellation);
        await scheduler.Standby(Cancellation);
        await AssertFailsAsync(portal, "scheduler");
        await scheduler.Start(Cancellation);
        await scheduler.PauseTrigger(new TriggerKey(ScheduledWork.Rounds), Cancellation);
        await AssertFailsAsync(portal, "scheduler");
        await scheduler.ResumeTrigger(new TriggerKey(ScheduledWork.Rounds), Cancellation);
        await AssertFailsAsync(portal);

        // A file that is no database any more.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var kept = portal.DatabaseFile + ".kept";
        File.Move(portal.DatabaseFile, kept);
        Directory.CreateDirectory(portal.DatabaseFile);
        await AssertFailsAsync(portal, "database", "keyRing", "migrations", "scheduler");
        Directory.Delete(portal.DatabaseFile);
        File.Move(kept, portal.DatabaseFile);
    }

    [Fact]
    public async Task Ready_WhileThePortalEnds_SaysThatItIsNot()
    {
        await using var portal = await OpenAsync();
        using var visitor = new Visitor(portal.Url);

        portal.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        using var ready = await visitor.OpenAsync(HealthServices.Ready, Cancellation);
        using var live = await visitor.OpenAsync(HealthServices.Live, Cancellation);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
    }

    [Fact]
    public async Task Probes_FromTheAddressOfAVisitorBeyondTheLimit_AreAnswered()
    {
        await using var portal = await OpenAsync(settings: ["--Limits:RequestsPerMinute=10"]);
        using var visitor = new Visitor(portal.Url);
        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var answer = await visitor.OpenAsync(path, Cancellation);
            return answer.StatusCode;
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(HealthServices.Ready));
        }

        var pages = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            pages.Add(await StatusAsync("/sign-in"));
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (pages[0], pages[^1]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HealthServices.Ready));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HealthServices.Live));
    }

    [Fact]
    public async Task Probes_UnderLoad_DoNotQueueUpOnTheDatabase()
    {
        const int probes = 2000;
        var checks = new ConcurrentQueue<long>();
        await using var portal = await OpenAsync(replace: services =>
            services
                .AddHealthChecks()
                .AddCheck("counted", () =>
                {
                    checks.Enqueue(Stopwatch.GetTimestamp());
                    return HealthCheckResult.Healthy();
                })
        );
        using var visitor = new Visitor(portal.Url);
        var slowest = new ConcurrentQueue<TimeSpan>();
        var began = Stopwatch.GetTimestamp();

        await Parallel.ForAsync(
            0,
            probes,
            new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = Cancellation },
            async (_, token) =>
            {
                var sent = Stopwatch.GetTimestamp();
                using var answer = await visitor.OpenAsync(HealthServices.Ready, token);
                slowest.Enqueue(Stopwatch.GetElapsedTime(sent));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        );

        var took = Stopwatch.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{probes} probes in {took.TotalMilliseconds:N0} ms, median "
                + $"{slowest.Order().ElementAt(probes / 2).TotalMilliseconds:N1} ms, slowest "
                + $"{slowest.Max().TotalMilliseconds:N0} ms, {checks.Count} rounds of checks"
        );
        Assert.InRange(checks.Count, 1, (int)took.TotalSeconds + 1);
    }

    private static async Task<RunningPortal> OpenAsync(
        IReadOnlyList<string>? settings = null,
        Action<IServiceCollection>? replace = null
    )
    {
        var portal = new RunningPortal
        {
            SealsItself = true,
            Settings = settings ?? [],
            Replace = replace,
        };
        await portal.InitializeAsync();
        return portal;
    }

    private static Task<SyncDbContext> StoreAsync(RunningPortal portal) =>
        portal.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);

    // Asks the checks themselves: the answer of a probe counts for a second.
    private static async Task AssertFailsAsync(RunningPortal portal, params string[] checks)
    {
        var report = await portal.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.Equal(
            checks,
            report
                .Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy)
                .Select(entry => entry.Key)
                .Order()
        );
    }
}
