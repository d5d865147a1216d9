using System.Globalization;
using System.Text.RegularExpressions;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// Two Portals on one PostgreSQL, a page of the same run on each: whichever carries the run out, both pages show it and
/// its result.
/// </summary>
public sealed class RunOnAnotherNodeTests(Chromium chromium, PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunPage_OnBothNodes_ShowsProgressAndResult()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var id = await CrashTests.PreparedAsync(fixture);
        RunRecord run;
        await using (var store = fixture.Store())
        {
            run = await store.Runs.SingleAsync(row => row.Id == id, Cancellation);
        }

        // The run waits for Huma's answers until both pages are open, and again in the middle of writing to Huma.
        await using var huma = await Detour.StartAsync(fixture.Sandbox.HumaBaseAddress);
        using var open = new ManualResetEventSlim();
        using var seen = new ManualResetEventSlim();
        var writes = 0;
        huma.Amend = (request, _) =>
        {
            if (request.Contains("/auth", StringComparison.Ordinal))
            {
                return;
            }

            open.Wait(Cancellation);
            if (!request.StartsWith("GET ", StringComparison.Ordinal) && Interlocked.Increment(ref writes) > 2)
            {
                seen.Wait(Cancellation);
            }
        };
        string[] settings =
        [
            "--Storage:Provider=PostgreSql",
            $"--ConnectionStrings:HumaXledger={database}",
            "--Sandbox:Enabled=false",
            $"--Huma:Environments:Sandbox:BaseAddress={new Uri(huma.Address, fixture.Sandbox.HumaBaseAddress.AbsolutePath)}",
            $"--Xledger:Environments:Sandbox:Endpoint={fixture.Sandbox.XledgerEndpoint}",
        ];
        var first = new RunningPortal { SealsItself = true, Settings = settings };
        var second = new RunningPortal { SealsItself = true, Settings = settings };
        try
        {
            await first.InitializeAsync();
            await second.InitializeAsync();
            await using var here = await Screen.OpenAsync(chromium, first);
            await using var there = await Screen.OpenAsync(chromium, second);
            Screen[] screens = [here, there];
            foreach (var screen in screens)
            {
                await screen.GoAsync($"/connections/{run.ConnectionId}/runs/{id}");
                await Expect(screen.Button(Words.English<RunText>("Progress.Stop")))
                    .ToBeVisibleAsync(new() { Timeout = 120_000 });
            }

            open.Set();

            foreach (var screen in screens)
            {
                // What is being written to is in no store: the node that carries the run out has said it.
                var progress = screen.Text(Words.English<RunText>("Progress.Target", Side.Huma));
                await Expect(progress).ToBeVisibleAsync(new() { Timeout = 120_000 });
                var counts = Regex.Matches(await progress.InnerTextAsync(), @"\d+");
                var (done, total) = (Parse(counts[0]), Parse(counts[1]));
                Assert.InRange(done, 1, total - 1);
            }

            seen.Set();

            foreach (var screen in screens)
            {
                await Expect(screen.Button(Words.English<RunText>("Progress.Stop")))
                    .ToBeHiddenAsync(new() { Timeout = 120_000 });
                Assert.Empty(screen.Faults);
            }

            await using var store = fixture.Store();
            Assert.Equal(
                RunState.Completed,
                (await store.Runs.AsNoTracking().SingleAsync(row => row.Id == id, Cancellation)).State
            );
        }
        finally
        {
            open.Set();
            seen.Set();
            await first.DisposeAsync();
            await second.DisposeAsync();
        }

        static int Parse(Match number) => int.Parse(number.Value, CultureInfo.InvariantCulture);
    }
}
