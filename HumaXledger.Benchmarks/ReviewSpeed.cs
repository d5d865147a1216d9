using System.Diagnostics.Tracing;
using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Sandbox;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;
using Microsoft.Playwright;

namespace HumaXledger.Benchmarks;

/// <summary>
/// The step with conflicts and missing values on ten thousand differences: the built Portal and a real Chromium. Times
/// are taken in the browser, from the event to the frame that shows the answer.
/// </summary>
internal sealed class ReviewSpeed : IAsyncDisposable
{
    private const int People = 10_000;
    private const int Rounds = 9;
    private const int Circuits = 4;
    private const double Megabyte = 1024 * 1024;
    private const string Chromium = "/usr/bin/chromium";
    private const string Step = "Conflicts and missing values";

    // In the page: does something, then waits frame by frame until the page shows it.
    private const string Timed = """
        const timed = async (act, shown) => {
          const start = performance.now();
          act();
          for (;;) {
            await new Promise(requestAnimationFrame);
            if (shown()) return performance.now() - start;
            if (performance.now() - start > 60000) throw new Error(`Not shown within a minute: ${state()}`);
          }
        };
        const state = () => JSON.stringify({
          scrolled: scrollY, height: document.body.scrollHeight, rows: rows().length, blank,
          from: rows()[0]?.ariaRowIndex, to: rows().at(-1)?.ariaRowIndex, of: rows()[0]?.closest('table').ariaRowCount,
        });
        const rows = () => [...document.querySelectorAll('tr[data-row]')];
        const all = () => document.querySelector('.ui-review thead input').getAttribute('aria-label');
        const pressed = chip => chip.getAttribute('aria-pressed') === 'true';
        const chips = () => [...document.querySelectorAll('.ui-chip')];
        const button = text => [...document.querySelectorAll('button')].find(one => one.innerText.trim() === text);
        let blank = null;
        const covered = () => {
          const box = document.querySelector('.ui-review tbody').getBoundingClientRect();
          const head = document.querySelector('.ui-review thead th').getBoundingClientRect().bottom;
          const from = Math.max(head, box.top) + 8, to = Math.min(innerHeight - 120, box.bottom) - 8;
          for (let y = from; y < to; y += 28) {
            if (!document.elementsFromPoint(box.left + 60, y).some(one => one.closest?.('tr[data-row]'))) {
              blank = `${y} of ${from} to ${to}: ${document.elementFromPoint(box.left + 60, y)?.className}`;
              return false;
            }
          }
          blank = null;
          return true;
        };
        """;

    private readonly SandboxServer _sandbox;
    private readonly SampleOrganization _office;
    private readonly BuiltPortal _portal;
    private readonly DirectoryInfo _folder;
    private readonly string _path;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _user;
    private readonly int _differences;

    private ReviewSpeed(
        SandboxServer sandbox,
        SampleOrganization office,
        (BuiltPortal Portal, DirectoryInfo Folder, string Path, int Differences) served,
        (IPlaywright Playwright, IBrowser Browser, IBrowserContext User) seen
    ) =>
        (_sandbox, _office, (_portal, _folder, _path, _differences), (_playwright, _browser, _user)) = (
            sandbox,
            office,
            served,
            seen
        );

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    public static Task<int> RunAsync(TextWriter output) => MainJob.MeasureAsync(output, async () =>
        {
            await using var review = await OpenAsync();
            try
            {
                return await review.MeasureAsync();
            }
            catch (PlaywrightException)
            {
                await Console.Error.WriteLineAsync(string.Join('\n', review._portal.LastLines));
                throw;
            }
        });

    /// <summary>
    /// Serves the same data until a line is read from the console, for a measurement by another program. Writes the
    /// portal's address and the path of the step.
    /// </summary>
    public static async Task<int> ServeAsync(TextWriter output)
    {
        await using var review = await OpenAsync();
        await output.WriteLineAsync($"{review._portal.Address} /{review._path}/conflicts");
        await output.FlushAsync();
        await Console.In.ReadLineAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _portal.DisposeAsync();
        await _office.DisposeAsync();
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<ReviewSpeed> OpenAsync()
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = 1 + (People * 250 / 205) };
        var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, null, CancellationToken.None);
        var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
        var doors = new Doors(
            sandbox.HumaBaseAddress,
            sandbox.XledgerEndpoint,
            $"{key.ClientId}",
            key.Text,
            token.Text
        );
        foreach (var pair in sandbox.World.Catalogue.Pairs.Where(pair => pair is { Agrees: true, HumaId: not null }))
        {
            sandbox.World.EditInHuma(pair.HumaId!.Value, SandboxField.JobTitle, "Fagansvarlig for reiseregninger");
        }

        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        var store = StorageConnection.Read(
            new StorageOptions { ConnectionString = $"Data Source={Path.Combine(folder.FullName, "portal.db")}" }
        );
        var office = await SampleOrganization.OpenAsync(doors, store);
        var connection = await office.ConnectAsync(doors);
        var comparison = await office.CompareAsync(connection);
        var session = await office
            .Get<Core.Sync.Reviewing.Review>()
            .OpenAsync(comparison, Actor.System, CancellationToken.None);
        var portal = await BuiltPortal.StartAsync(
            folder.FullName,
            store,
            "--Sandbox:Enabled=false",
            $"--Huma:Environments:Sandbox:BaseAddress={doors.Huma}",
            $"--Xledger:Environments:Sandbox:Endpoint={doors.Xledger}"
        );
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = Chromium,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
            }
        );
        var user = await browser.NewContextAsync(
            new()
            {
                Locale = "en-GB",
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = 1280, Height = 800 },
            }
        );
        user.SetDefaultTimeout(120_000);
        var page = await user.NewPageAsync();
        await page.GotoAsync(portal.Address.ToString());
        await page.Locator("form button[type=submit]").First.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.CloseAsync();
        return new ReviewSpeed(
            sandbox,
            office,
            (portal, folder, $"connections/{connection}/sync", session.Comparison.Differences.Count),
            (playwright, browser, user)
        );
    }

    private async Task<List<Measurement>> MeasureAsync()
    {
        // The first visit compiles what is used for the first time.
        await (await StepAsync()).Page.CloseAsync();
        var opened = new List<double>();
        for (var round = 0; round < Rounds - 4; round++)
        {
            var (page, took) = await StepAsync();
            opened.Add(took);
            await page.CloseAsync();
        }

        Done("opened", opened);
        var (view, _) = await StepAsync();
        var chosen = await RepeatAsync(view, round =>
            $$"""
                const wanted = rows().map(row => row.querySelector('[data-act={{(
                    round % 2 == 0 ? "huma" : "xledger"
                )}}]'))
                  .filter(one => one && one.closest('th') === null && one.getAttribute('aria-pressed') === 'false'
                    && !one.getAttribute('aria-disabled'))[{{round}}];
                return timed(() => wanted.click(), () => wanted.getAttribute('aria-pressed') === 'true')
                  .catch(e => { throw new Error(e.message + wanted.closest('tr')?.outerHTML); });
                """
        );
        Done("chosen", chosen);
        var filtered = await RepeatAsync(view, round => $$"""
                const chip = chips()[{{(round % 2 == 0 ? 1 : 0)}}], before = all();
                return timed(() => chip.click(), () => pressed(chip) && all() !== before && covered());
                """);
        Done("filtered", filtered);
        var searched = await RepeatAsync(view, round => $$"""
                const box = document.getElementById('filter-person'), before = all();
                return timed(() => {
                  box.value = '{{(round % 2 == 0 ? "ber" : "")}}';
                  box.dispatchEvent(new Event('input', { bubbles: true }));
                }, () => all() !== before && covered());
                """);
        Done("searched", searched);
        await view.CloseAsync();
        (view, _) = await StepAsync();
        var jumped = await RepeatAsync(view, round => $$"""
                const last = () => rows().some(row => row.ariaRowIndex === row.closest('table').ariaRowCount);
                return timed(
                  () => scrollTo(0, {{(round % 2 == 0 ? "document.body.scrollHeight" : "0")}}),
                  () => ({{(round % 2 == 0 ? "last()" : "scrollY === 0")}}) && covered());
                """);
        Done("jumped", jumped);
        var within = await RepeatAsync(view, round => $$"""
                const place = document.body.scrollHeight * {{round * 37 % 100}} / 100;
                return timed(() => scrollTo(0, place), covered);
                """);
        Done("within", within);
        await view.EvaluateAsync("() => { scrollTo(0, 0); document.querySelector('.ui-review thead input').click(); }");
        await view.Locator(".ui-bulk").WaitForAsync();
        var (shown, answered) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await view.Locator(".ui-bulk button").Nth(round % 2 == 0 ? 1 : 0).ClickAsync();
            await view.Locator("dialog[open] .ui-actions button").Last.WaitForAsync();
            var act = round % 2 == 0 ? "xledger" : "huma";
            var took = await view.EvaluateAsync<double[]>(
                $$"""
                async () => {
                  {{Timed}}
                  const values = () => [...document.querySelectorAll('td [data-act={{act}}]')]
                    .filter(one => one.hasAttribute('aria-pressed') && !one.getAttribute('aria-disabled'));
                  const apply = [...document.querySelectorAll('dialog[open] .ui-actions button')].at(-1);
                  const shown = await timed(() => apply.click(),
                    () => !document.querySelector('dialog[open]') && values().every(pressed));
                  const box = document.querySelector('tr[data-row] input');
                  const answered = await timed(() => box.click(), () => !document.querySelector('.ui-bulk strong')
                    .innerText.startsWith('{{_differences.ToString("N0", CultureInfo.InvariantCulture)}}'));
                  return [shown, answered];
                }
                """
            );
            shown.Add(took[0]);
            answered.Add(took[0] + took[1]);
            await view.EvaluateAsync("() => document.querySelector('tr[data-row] input').click()");
            await view.Locator(".ui-snackbar").First.WaitForAsync();
            await view.EvaluateAsync(
                "() => document.querySelectorAll('.ui-snackbar .ui-bar-button').forEach(one => one.click())"
            );
        }

        Done("all rows", shown);
        await view.CloseAsync();
        var memory = await MemoryAsync();
        return
        [
            Line("First rows of the step", 1_000, opened),
            Line("A choice", 100, chosen),
            Line("A choice for all rows: shown", 300, shown),
            Line("… and the next click answered", 300, answered),
            Line("A filter", 200, filtered),
            Line("A search while typing", 200, searched),
            Line("Jump to the end and back", 200, jumped),
            Line("Jump anywhere, without a blank row", 200, within),
            new Measurement(
                "Memory of one more circuit",
                "≤ 10 MB",
                FormattableString.Invariant($"{memory / Megabyte:0.0} MB"),
                $"managed heap after a full collection; mean of {Circuits} pages with the step open",
                memory <= 10 * Megabyte
            ),
        ];
    }

    // A measurement takes minutes: what stopped it is seen by what came before.
    private static void Done(string what, IReadOnlyList<double> took) =>
        Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {Measurement.Median(took):N0} ms")
        );

    private Measurement Line(string what, int most, IReadOnlyList<double> took)
    {
        var median = Measurement.Median(took);
        return new Measurement(
            what,
            $"≤ {most.ToString("N0", CultureInfo.InvariantCulture)} ms",
            median.ToString("N0", CultureInfo.InvariantCulture) + " ms",
            $"{_differences.ToString("N0", CultureInfo.InvariantCulture)} differences; median of {took.Count}, highest "
                + took.Max().ToString("N0", CultureInfo.InvariantCulture),
            median <= most
        );
    }

    private static async Task<List<double>> RepeatAsync(IPage page, Func<int, string> script)
    {
        var took = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            took.Add(await page.EvaluateAsync<double>($"async () => {{ {Timed} {script(round)} }}"));
        }

        return took;
    }

    private async Task<(IPage Page, double Took)> StepAsync()
    {
        var page = await _user.NewPageAsync();
        await page.GotoAsync(new Uri(_portal.Address, _path).ToString());
        return (page, await OpenStepAsync(page));
    }

    private static async Task<double> OpenStepAsync(IPage page)
    {
        var step = page.Locator("a, button").Filter(new() { HasText = Step }).First;
        await step.WaitForAsync();
        return await step.EvaluateAsync<double>(
            $"async step => {{ {Timed} return timed(() => step.click(), () => rows().length > 5 && covered()); }}"
        );
    }

    private async Task<double> MemoryAsync()
    {
        await (await StepAsync()).Page.CloseAsync();
        var first = (await StepAsync()).Page;
        var before = Heap();
        for (var circuit = 0; circuit < Circuits; circuit++)
        {
            await StepAsync();
        }

        var after = Heap();
        await first.CloseAsync();
        return (after - before) / (double)Circuits;
    }

    /// <summary>The managed heap after the full collection that the event session asks for, in bytes.</summary>
    private long Heap()
    {
        using var session = new DiagnosticsClient(_portal.Process.Id).StartEventPipeSession(
            [
                new EventPipeProvider(
                    ClrTraceEventParser.ProviderName,
                    EventLevel.Informational,
                    (long)(ClrTraceEventParser.Keywords.GC | ClrTraceEventParser.Keywords.GCHeapCollect)
                ),
            ],
            requestRundown: false
        );
        using var events = new EventPipeEventSource(session.EventStream);
        var (full, heap) = (false, 0L);
        events.Clr.GCStart += start => full |= start.Depth == 2;
        events.Clr.GCHeapStats += stats =>
        {
            if (full)
            {
                (full, heap) = (false, stats.TotalHeapSize);
                // The stream ends with the session; an idle process sends no further event that would end the wait.
                _ = Task.Run(session.Stop);
            }
        };
        events.Process();
        return heap;
    }
}
