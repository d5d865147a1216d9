using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Webhooks;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// Two nodes behind nginx: the one that compares or carries out a run is killed in each phase of it. The other one goes
/// on, nothing is written twice, one mail is sent, and a page on the other node goes on to the end without a reload.
/// <c>HUMAXLEDGER_CLUSTER_KILLS</c> is the number of instants (default 4, 20 are all), spread over all phases.
/// </summary>
public sealed partial class PhaseKillTests(PostgresServer postgres, Chromium chromium, ITestOutputHelper output)
{
    /// <summary>The goal is 20 s; the machine runs other tests too, and the output has what it took.</summary>
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(60);

    private static readonly float Shown = (float)CrashTests.Patience.TotalMilliseconds;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IEnumerable<KillInstant> Wanted
    {
        get
        {
            var all = KillInstant.All;
            var wanted = int.Parse(
                Environment.GetEnvironmentVariable("HUMAXLEDGER_CLUSTER_KILLS") ?? "4",
                CultureInfo.InvariantCulture
            );
            return Enumerable
                .Range(1, wanted)
                .Select(number => all[(int)Math.Ceiling((double)number * all.Count / wanted) - 1])
                .Distinct();
        }
    }

    [Fact]
    public async Task Sync_ItsNodeIsKilledInAnyPhase_IsWrittenOnceMailedOnceAndShownToTheEnd()
    {
        var undisturbed = await CrashTests.UndisturbedAsync();
        var watch = Stopwatch.StartNew();
        output.WriteLine("| phase | takeover | writes |");
        output.WriteLine("| --- | --- | --- |");
        foreach (var instant in Wanted)
        {
            var (took, writes) = await KilledAsync(instant, undisturbed);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {instant.Phase} | {took.TotalSeconds:0.0} s | {writes} |"
                )
            );
        }

        output.WriteLine($"{watch.Elapsed:mm\\:ss}");
    }

    private async Task<(TimeSpan Took, int Writes)> KilledAsync(KillInstant instant, RunEndState undisturbed)
    {
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        await using var first = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        await using var second = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        CrashingProxy[] doors = [first, second];
        var connection = await fixture.ConnectAsync(Cancellation);
        var started = instant.Comparing
            ? await fixture.Get<Compare>().StartAsync(connection, SyncFixture.Administrator, Cancellation)
            : await StartAsync(fixture, await fixture.CompareAsync(connection, Cancellation));
        await using var trap = await Trap.ArmAsync(instant, doors, database, Cancellation);
        // The nodes find it without a job, as after a crash between the two, and one of them takes it.
        await using var cluster = await Cluster.StartAsync(
            new ClusterStart
            {
                Program = await PublishedPortal.ProgramAsync(),
                Outside = [first.Address, second.Address],
                Database = database,
                Settings = [$"--Xledger:BurstSeconds={SyncFixture.ShortWindow.TotalSeconds}"],
            },
            Cancellation
        );
        var dead = await trap.ReachedAsync(Cancellation);
        Assert.InRange(doors[dead - 1].Requests, instant.Comparing ? 1 : 0, int.MaxValue);
        await using var context = await ContextAsync(cluster, 3 - dead);
        var page = await context.NewPageAsync();
        await page.GotoAsync(
            new Uri(
                cluster.Url,
                $"/connections/{connection}/{(instant.Comparing ? "sync" : $"runs/{started}")}"
            ).ToString()
        );
        // The first page of a process that has just begun.
        await Expect(page.Locator("h1")).ToBeVisibleAsync(new() { Timeout = Shown });
        await Until.SoAsync(async () => await cluster.NodeOfNewestCircuitAsync(Cancellation) == 3 - dead);
        await page.EvaluateAsync("() => window.before = true");

        using var mail = new MailArrival(Directory.CreateDirectory(cluster.MailFolder.FullName).FullName);
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var door in doors)
        {
            door.Disarm();
        }

        doors[2 - dead].Executed += () => taken.TrySetResult();
        var killed = Stopwatch.GetTimestamp();
        await cluster.KillAsync(dead, Cancellation);
        await trap.LetGoAsync(Cancellation);
        await Task.WhenAny(taken.Task, mail.Task).WaitAsync(CrashTests.Patience, Cancellation);
        var took = Stopwatch.GetElapsedTime(killed);
        Assert.InRange(took, TimeSpan.Zero, Takeover);

        var run = started;
        if (instant.Comparing)
        {
            // The next step can be opened.
            await Expect(page.Locator("main a[href*='/sync/conflicts'], main a[href*='/sync/match']").First)
                .ToBeVisibleAsync(new() { Timeout = Shown });
            await using (var store = fixture.Store())
            {
                Assert.Equal(
                    ComparisonState.Complete,
                    (await store.Comparisons.SingleAsync(row => row.Id == started, Cancellation)).State
                );
            }

            run = await StartAsync(
                fixture,
                await fixture.Get<Review>().OpenAsync(started, SyncFixture.Administrator, Cancellation)
            );
        }
        else
        {
            // The list of all changes is there when the run has ended.
            await Expect(page.Locator("h2#all")).ToBeVisibleAsync(new() { Timeout = Shown });
        }

        Assert.True(await page.EvaluateAsync<bool>("() => window.before === true"), "The page was loaded again.");
        await mail.Task.WaitAsync(CrashTests.Patience, Cancellation);
        await using (var store = fixture.Store())
        {
            await Until.SoAsync(() => store.Runs.AnyAsync(row => row.Id == run && row.MailedAt != null, Cancellation));
            var ended = await store.Runs.AsNoTracking().SingleAsync(row => row.Id == run, Cancellation);
            Assert.Equal(RunState.Completed, ended.State);
            // Otherwise the killed node did not have it.
            Assert.InRange(ended.Attempt, instant.IsAttempted ? 2 : 1, int.MaxValue);
        }

        Assert.Single(cluster.MailFolder.GetFiles("*.eml"));
        undisturbed.AssertSame(await RunEndState.OfAsync(fixture, run, Cancellation));
        // One mutation fails on purpose and only asks for the genders.
        var writes = doors
            .SelectMany(door => door.Writes)
            .Where(write => !write.Contains("GenderAlternatives", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(writes.Count, writes.Distinct(StringComparer.Ordinal).Count());
        return (took, writes.Count);
    }

    private static async Task<Guid> StartAsync(SyncFixture fixture, ReviewSession session)
    {
        var plan = await fixture.PlanAsync(await fixture.DecideEverythingAsync(session, Cancellation), Cancellation);
        return Assert
            .IsType<Answer<Guid>.Done>(
                await fixture
                    .Get<StartRun>()
                    .StartAsync(plan, SyncFixture.Administrator, "kari@example.no", "nb-NO", Cancellation)
            )
            .Value;
    }

    private async Task<IBrowserContext> ContextAsync(Cluster cluster, int node)
    {
        using var visitor = await Visitor.SignedInAsync(cluster.Url, "Kari", Enum.GetValues<Role>(), Cancellation);
        var browser = await chromium.BrowserAsync();
        var context = await browser.NewContextAsync(new() { Locale = "en-GB", IgnoreHTTPSErrors = true });
        var session = visitor.Session!;
        await context.AddCookiesAsync([
            new()
            {
                Name = session.Name,
                Value = session.Value,
                Url = cluster.Url.ToString(),
            },
            new()
            {
                Name = Cluster.RouteCookie,
                Value = await cluster.RouteToAsync(node, Cancellation),
                Url = cluster.Url.ToString(),
            },
        ]);
        return context;
    }

    [GeneratedRegex(@"node (\d+)$")]
    private static partial Regex NodeNumber();

    /// <summary>Holds the node that comes to the instant there until it is killed.</summary>
    private sealed class Trap(HeldStatement? statement) : IAsyncDisposable
    {
        private readonly TaskCompletionSource<int> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _killed = new();
        private int _backend;

        public static async Task<Trap> ArmAsync(
            KillInstant instant,
            CrashingProxy[] doors,
            string database,
            CancellationToken cancellation
        )
        {
            if (instant is AtStatement at)
            {
                return new Trap(await HeldStatement.ArmAsync(database, at, cancellation));
            }

            var request = (AtRequest)instant;
            var trap = new Trap(null);
            for (var door = 0; door < doors.Length; door++)
            {
                var node = 1 + door;
                doors[door]
                    .Arm(request.Counts, request.Number, request.At, () =>
                    {
                        trap._reached.TrySetResult(node);
                        trap._killed.Wait(cancellation);
                    });
            }

            return trap;
        }

        /// <summary>The node that is held; nodes count from 1.</summary>
        public async Task<int> ReachedAsync(CancellationToken cancellation)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            late.CancelAfter(CrashTests.Patience);
            if (statement is null)
            {
                return await _reached.Task.WaitAsync(late.Token);
            }

            (_backend, var client) = await statement.ReachedAsync(late.Token);
            return int.Parse(NodeNumber().Match(client).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        }

        /// <summary>What the killed node had under way ends as its death leaves it.</summary>
        public Task LetGoAsync(CancellationToken cancellation)
        {
            _killed.Set();
            return statement?.RollBackAsync(_backend, cancellation) ?? Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            _killed.Set();
            if (statement is not null)
            {
                await statement.DisposeAsync();
            }
        }
    }
}
