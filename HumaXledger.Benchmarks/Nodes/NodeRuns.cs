using System.Diagnostics;
using System.Text.Json;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace HumaXledger.Benchmarks.Nodes;

/// <summary>
/// One long run on two nodes: how soon a page on the other node shows it, and how soon that node takes it.
/// </summary>
internal sealed class NodeRuns : IAsyncDisposable
{
    private const int People = 1_000;
    private const string Chromium = "/usr/bin/chromium-headless-shell";

    // In the page: when which sentence about the progress was shown.
    private const string Watch = """
        () => {
          window.shown = [];
          const look = () => {
            const text = document.querySelector('main p[role=status]')?.textContent ?? '';
            if (text !== window.shown.at(-1)?.text) window.shown.push({ at: Date.now(), text });
          };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
          look();
        }
        """;

    private readonly NodesUnderLoad _load;
    private readonly Guid _connection;
    private readonly Guid _plan;
    private readonly TaskCompletionSource<int> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Guid _run;

    private NodeRuns(NodesUnderLoad load, Guid connection, Guid plan) =>
        (_load, _connection, _plan) = (load, connection, plan);

    /// <summary>The time from a saved change of a run on one node to a page on the other one that shows it.</summary>
    public static async Task<List<Measurement>> LiveAsync()
    {
        await using var runs = await OpenAsync();
        var milliseconds = await runs.WatchAsync();
        return
        [
            new Measurement(
                "A change of a run on one node, shown by a page on the other",
                "median ≤ 500 ms",
                FormattableString.Invariant($"{Measurement.Median(milliseconds):0} ms"),
                FormattableString.Invariant(
                    $"95th percentile {Measurement.Percentile(milliseconds, 0.95):0} ms, longest {milliseconds.Max():0} ms, {milliseconds.Count} changes shown"
                ),
                Measurement.Within(Measurement.Median(milliseconds), 500)
            ),
        ];
    }

    /// <summary>
    /// The time from the end of the node that carries a run out to the other one's first request for it.
    /// </summary>
    public static async Task<List<Measurement>> TakeoverAsync(int rounds)
    {
        await using var runs = await OpenAsync();
        await runs.StartAsync();
        var (killed, stopped) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            killed.Add(await runs.TakenAfterAsync(runs._load.Cluster.KillAsync));
            stopped.Add(await runs.TakenAfterAsync(runs._load.Cluster.StopAsync));
        }

        return [Line("kill -9", 20, killed), Line("SIGTERM", 5, stopped)];

        static Measurement Line(string end, double target, List<double> seconds) =>
            new(
                $"A run goes on on the other node after {end}",
                FormattableString.Invariant($"≤ {target:0} s"),
                Measurement.Seconds(seconds.Max()),
                $"longest of {Measurement.List(seconds)} s",
                Measurement.Within(seconds.Max(), target)
            );
    }

    public ValueTask DisposeAsync() => _load.DisposeAsync();

    // Everything that can be written to Huma: one request for each person.
    private static async Task<NodeRuns> OpenAsync()
    {
        var load = await NodesUnderLoad.OpenAsync(2, People, throughDoors: true);
        var connection = await load.Office.ConnectAsync(load.Outside);
        var review = load.Office.Get<Review>();
        var session = await review.OpenAsync(
            await load.Office.CompareAsync(connection),
            SampleOrganization.Administrator,
            CancellationToken.None
        );
        (session, _) = await review.DecideAsync(
            session,
            [.. session.Comparison.Differences.Where(one => Review.Can(one, FieldChoice.UseXledger))],
            FieldChoice.UseXledger,
            SampleOrganization.Administrator,
            CancellationToken.None
        );
        session = await load.Office.ConfirmAllAsync(session);

        var plan = SampleOrganization.Done(
            await load
                .Office.Get<ReviewPlans>()
                .MakePlanAsync(
                    session.Record.Id,
                    session.Shown,
                    SampleOrganization.Administrator,
                    CancellationToken.None
                )
        );
        await load.StartNodesAsync();
        return new NodeRuns(load, connection, plan);
    }

    // Without a job, as after a crash: one of the nodes finds it. The number of that node, from 1.
    private async Task<int> StartAsync()
    {
        for (var door = 0; door < _load.NodeDoors.Count; door++)
        {
            var node = 1 + door;
            _load.NodeDoors[door].Executed += () => _begun.TrySetResult(node);
        }

        _run = SampleOrganization.Done(
            await _load
                .Office.Get<StartRun>()
                .StartAsync(_plan, SampleOrganization.Administrator, null, "en", CancellationToken.None)
        );
        return await _begun.Task;
    }

    private async Task<IReadOnlyList<double>> WatchAsync()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] }
        );
        // Signed in before, so that the run is not over when its page is there.
        IBrowserContext[] users = [await SignedInAsync(browser, 1), await SignedInAsync(browser, 2)];
        var node = await StartAsync();
        var page = await users[2 - node].NewPageAsync();
        await page.GotoAsync(new Uri(_load.Cluster.Url, $"/connections/{_connection}/runs/{_run}").ToString());
        await page.Locator("main p[role=status]").WaitForAsync();
        await page.EvaluateAsync(Watch);

        // A change that a look finds was saved after the look before it began: what is measured is at most too long.
        List<(long After, int Done)> saved = [];
        await using (var store = _load.Office.Store())
        {
            var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            while (await store.Runs.AnyAsync(run => run.Id == _run && run.FinishedAt == null))
            {
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                var done = await store.Changes.CountAsync(change =>
                    change.PlanId == _plan && change.State != ChangeState.Planned && change.State != ChangeState.Sending
                );
                if (saved.Count == 0 || done > saved[^1].Done)
                {
                    saved.Add((before, done));
                }

                before = now;
                // Far below what is measured, and it leaves the processors to the nodes.
                await Task.Delay(2);
            }
        }

        var shown = await page.EvaluateAsync<JsonElement>("() => window.shown");
        return
        [
            .. shown
                .EnumerateArray()
                .Skip(1)
                .Select(one =>
                    (At: one.GetProperty("at").GetInt64(), Done: FirstNumber(one.GetProperty("text").GetString()!))
                )
                .Where(one => one.Done > saved[0].Done && saved.Exists(change => change.Done >= one.Done))
                .DistinctBy(one => one.Done)
                // A page may show what is done before the journal holds it.
                .Select(one => Math.Max(0.0, one.At - saved.First(change => change.Done >= one.Done).After)),
        ];
    }

    private async Task<IBrowserContext> SignedInAsync(IBrowser browser, int node)
    {
        var user = await browser.NewContextAsync(new() { Locale = "en-GB", IgnoreHTTPSErrors = true });
        await user.AddCookiesAsync([
            new()
            {
                Name = Cluster.RouteCookie,
                Value = await _load.Cluster.RouteToAsync(node, CancellationToken.None),
                Url = _load.Cluster.Url.ToString(),
            },
        ]);
        var page = await user.NewPageAsync();
        await page.GotoAsync(_load.Cluster.Url.ToString());
        await page.Locator("form button[type=submit]").First.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.CloseAsync();
        return user;
    }

    private static int FirstNumber(string text) =>
        int.TryParse(
            new string([
                .. text.SkipWhile(letter => !char.IsDigit(letter))
                    .TakeWhile(letter => char.IsDigit(letter) || letter == ',')
                    .Where(char.IsDigit),
            ]),
            out var number
        )
            ? number
            : -1;

    // In seconds.
    private async Task<double> TakenAfterAsync(Func<int, CancellationToken, Task> end)
    {
        var struck = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var door = 0; door < _load.NodeDoors.Count; door++)
        {
            var node = 1 + door;
            _load.NodeDoors[door].Arm(5, writesOnly: true, Instant.Committed, () => struck.TrySetResult(node));
        }

        var ended = await struck.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Held there, so that the run is not over before both nodes are ready again.
        using var goesOn = new ManualResetEventSlim();
        _load
            .NodeDoors[2 - ended]
            .Arm(1, writesOnly: false, Instant.Before, () =>
            {
                taken.TrySetResult();
                goesOn.Wait();
            });
        var began = Stopwatch.GetTimestamp();
        await end(ended, CancellationToken.None);
        await taken.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await _load.Cluster.RestartAsync(ended, CancellationToken.None);
        goesOn.Set();
        await using var store = _load.Office.Store();
        return await store.Runs.AnyAsync(run => run.Id == _run && run.FinishedAt == null)
            ? took
            : throw new InvalidOperationException("The run ended too early; it needs more people.");
    }
}
