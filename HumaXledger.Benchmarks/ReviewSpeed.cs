using System.Globalization;
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
    private const int MostSent = 60;
    private const double Megabyte = 1024 * 1024;
    private const string Chromium = "/usr/bin/chromium-headless-shell";
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

    private readonly ReviewedOrganization _organization;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _user;
    private readonly Dictionary<IPage, ReceivedBytes> _received = [];
    private readonly Dictionary<string, List<double>> _answers = [];
    private readonly bool _usual;

    private ReviewSpeed(
        ReviewedOrganization organization,
        (IPlaywright Playwright, IBrowser Browser, IBrowserContext User) seen,
        bool usual
    ) => (_organization, (_playwright, _browser, _user), _usual) = (organization, seen, usual);

    private BuiltPortal Portal => _organization.Portal;

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    /// <param name="arguments">
    /// How many people, where not ten thousand; with others only the opening and the memory have targets.
    /// </param>
    public static Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output) =>
        MainJob.MeasureAsync(output, async () =>
        {
            var people = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : People;
            await using var review = await OpenAsync(people);
            try
            {
                return await review.MeasureAsync();
            }
            catch (PlaywrightException)
            {
                await Console.Error.WriteLineAsync(string.Join('\n', review.Portal.LastLines));
                throw;
            }
        });

    /// <summary>
    /// Serves the same data until a line is read from the console, for a measurement by another program. Writes the
    /// portal's address and the path of the step.
    /// </summary>
    public static async Task<int> ServeAsync(TextWriter output)
    {
        await using var review = await OpenAsync(People);
        await output.WriteLineAsync($"{review.Portal.Address} /{review._organization.Path}/conflicts");
        await output.FlushAsync();
        await Console.In.ReadLineAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _organization.DisposeAsync();
    }

    private static async Task<ReviewSpeed> OpenAsync(int people)
    {
        var organization = await ReviewedOrganization.OpenAsync(people);
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
        await page.GotoAsync(organization.Portal.Address.ToString());
        await page.Locator("form button[type=submit]").First.ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.CloseAsync();
        return new ReviewSpeed(organization, (playwright, browser, user), people == People);
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
        var loaded = new List<double>();
        for (var round = 0; round < Rounds - 4; round++)
        {
            loaded.Add(await LoadAsync());
        }

        Done("loaded", loaded);
        var (view, _) = await StepAsync();
        var chosen = await RepeatAsync("choice", view, round =>
            $$"""
                const choices = rows().map(row => row.querySelector('[data-act={{(
                    round % 2 == 0 ? "huma" : "xledger"
                )}}]'))
                  .filter(one => one && one.closest('th') === null && one.getAttribute('aria-pressed') === 'false'
                    && !one.getAttribute('aria-disabled'));
                if (choices.length === 0) throw new Error('No choice is left on the page.');
                const wanted = choices[{{round}} % choices.length];
                return timed(() => wanted.click(), () => wanted.getAttribute('aria-pressed') === 'true')
                  .catch(e => { throw new Error(e.message + wanted.closest('tr')?.outerHTML); });
                """
        );
        Done("chosen", chosen);
        var filtered = await RepeatAsync("filter", view, round => $$"""
                const chip = chips()[{{(round % 2 == 0 ? 1 : 0)}}], before = all();
                return timed(() => chip.click(), () => pressed(chip) && all() !== before && covered());
                """);
        Done("filtered", filtered);
        var searched = await RepeatAsync("search", view, round => $$"""
                const box = document.getElementById('filter-person'), before = all();
                return timed(() => {
                  box.value = '{{(round % 2 == 0 ? "ber" : "")}}';
                  box.dispatchEvent(new Event('input', { bubbles: true }));
                }, () => all() !== before && covered());
                """);
        Done("searched", searched);
        await view.CloseAsync();
        (view, _) = await StepAsync();
        var jumped = await RepeatAsync("end", view, round => $$"""
                const last = () => rows().some(row => row.ariaRowIndex === row.closest('table').ariaRowCount);
                return timed(
                  () => scrollTo(0, {{(round % 2 == 0 ? "document.body.scrollHeight" : "0")}}),
                  () => ({{(round % 2 == 0 ? "last()" : "scrollY === 0")}}) && covered());
                """);
        Done("jumped", jumped);
        var within = await RepeatAsync("page", view, round => $$"""
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
            var before = await _received[view].SettledAsync();
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
                    .innerText.startsWith('{{_organization.Differences.ToString(
                    "N0",
                    CultureInfo.InvariantCulture
                )}}'));
                  return [shown, answered];
                }
                """
            );
            Received("bulk", await _received[view].SettledAsync() - before);
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
            Line("Page loaded until its first rows", _usual ? 800 : 2_000, loaded, always: true),
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
                _usual ? memory <= 10 * Megabyte : null
            ),
            Size("choice", "A choice"),
            Size("bulk", "A choice for all rows and the next click"),
            Size("filter", "A filter"),
            Size("page", "A page of rows"),
            new Measurement(
                "Memory of the portal",
                "≤ 1,536 MB",
                Working(),
                "highest working set; some thirty pages opened one after another",
                _organization.Portal.Process.PeakWorkingSet64 <= 1_536 * Megabyte
            ),
        ];
    }

    // A measurement takes minutes: what stopped it is seen by what came before.
    private static void Done(string what, IReadOnlyList<double> took) =>
        Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{what}: {Measurement.Median(took):N0} ms")
        );

    private string Working()
    {
        Portal.Process.Refresh();
        return FormattableString.Invariant($"{Portal.Process.PeakWorkingSet64 / Megabyte:N0} MB");
    }

    private void Received(string what, long bytes)
    {
        if (!_answers.TryGetValue(what, out var all))
        {
            _answers[what] = all = [];
        }

        all.Add(bytes);
    }

    private Measurement Size(string what, string title)
    {
        var median = Measurement.Median(_answers[what]) / 1_000;
        return new Measurement(
            $"{title}: sent to the page",
            $"≤ {MostSent} kB",
            FormattableString.Invariant($"{median:N0} kB"),
            FormattableString.Invariant($"before compression; highest {_answers[what].Max() / 1_000:N0}"),
            _usual ? median <= MostSent : null
        );
    }

    private Measurement Line(string what, int most, IReadOnlyList<double> took, bool always = false)
    {
        var median = Measurement.Median(took);
        return new Measurement(
            what,
            $"≤ {most.ToString("N0", CultureInfo.InvariantCulture)} ms",
            median.ToString("N0", CultureInfo.InvariantCulture) + " ms",
            $"{_organization.Differences.ToString("N0", CultureInfo.InvariantCulture)} differences; median of {took.Count}, highest "
                + took.Max().ToString("N0", CultureInfo.InvariantCulture),
            _usual || always ? median <= most : null
        );
    }

    private async Task<List<double>> RepeatAsync(string what, IPage page, Func<int, string> script)
    {
        var took = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var before = await _received[page].SettledAsync();
            took.Add(await page.EvaluateAsync<double>($"async () => {{ {Timed} {script(round)} }}"));
            Received(what, await _received[page].SettledAsync() - before);
        }

        return took;
    }

    private async Task<(IPage Page, double Took)> StepAsync()
    {
        var page = await _user.NewPageAsync();
        _received[page] = new ReceivedBytes(page);
        await page.GotoAsync(new Uri(Portal.Address, _organization.Path).ToString());
        return (page, await OpenStepAsync(page));
    }

    /// <summary>The step by its address: milliseconds from the request for the page to its rows.</summary>
    private async Task<double> LoadAsync()
    {
        var page = await _user.NewPageAsync();
        await page.GotoAsync(
            new Uri(Portal.Address, $"{_organization.Path}/conflicts").ToString(),
            new() { WaitUntil = WaitUntilState.Commit }
        );
        await page.Locator("tr[data-row]").Nth(5).WaitForAsync();
        var took = await page.EvaluateAsync<double>(
            $"async () => {{ {Timed} await timed(() => {{}}, covered); return performance.now(); }}"
        );
        await page.CloseAsync();
        return took;
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
        var before = Portal.ManagedHeap();
        for (var circuit = 0; circuit < Circuits; circuit++)
        {
            await StepAsync();
        }

        var after = Portal.ManagedHeap();
        await first.CloseAsync();
        return (after - before) / (double)Circuits;
    }
}
