using System.Text.Json;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// Every page of the main job, in light and dark, at 1280 and at 390 pixels: accessible by axe, no horizontal overflow,
/// no resource key in any language. Start page, set-up, sandbox and mail have the same checks in their own tests.
/// </summary>
[Collection(nameof(ReviewCollection))]
public sealed class SyncPagesTests(Chromium chromium, OrganizationInReview organization)
{
    private const string Excess = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    // How the list stands: `place()`, and `answers` since `answers = 0`.
    private const string Places = """
        list => {
          const before = document.querySelector(list);
          window.answers = 0;
          new MutationObserver(() => window.answers++).observe(before, { attributeFilter: ['data-window'] });
          window.place = () => {
            const [from, to, count] = before.dataset.window.split(' ').map(Number);
            const top = before.getBoundingClientRect().top;
            const end = before.parentElement.lastElementChild.getBoundingClientRect();
            const height = Math.round((end.bottom - top) / count);
            const row = place => Math.min(Math.max(place, 0), count);
            return {
              count, total: end.bottom - top,
              covered: row(Math.floor(-top / height)) >= from && row(Math.ceil((innerHeight - top) / height)) <= to,
            };
          };
        }
        """;

    public static readonly TheoryData<string, ColorScheme, bool> Looks = new()
    {
        { "en-GB", ColorScheme.Light, false },
        { "nb-NO", ColorScheme.Dark, false },
        { "en-GB", ColorScheme.Dark, true },
        { "nb-NO", ColorScheme.Light, true },
        { "sv-SE", ColorScheme.Light, true },
    };

    private static readonly string[] Parts =
    [
        "overview",
        "changes",
        "changes?list=Held",
        "changes?list=Failed",
        "changes?list=ForManualSync",
        "disconnect",
        "details",
        "people",
        "differences",
        "runs",
        "activity",
        "settings",
    ];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Pages_OfOneOrganization_AreAccessibleFitTheWindowAndShowText(
        string locale,
        ColorScheme colours,
        bool phone
    )
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
        List<string> faults = [];
        foreach (
            var path in (string[])
                [
                    "/",
                    "/connections",
                    "/mail",
                    "/no/such/page",
                    .. Parts.Select(organization.Page),
                    organization.Page($"people/{organization.PersonKey}"),
                    organization.Page($"people/h-{PendingChangeSamples.Stranger.Value}"),
                    organization.Page($"runs/{organization.RunId}"),
                ]
        )
        {
            await screen.GoAsync(path);
            await Expect(screen.Page.Locator(".ui-skeleton, .ui-waiting"))
                .ToHaveCountAsync(0, new() { Timeout = 120_000 });
            await LookAsync(screen, path.Replace($"{organization.ConnectionId}", "…"), faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.DoesNotContain(screen.Faults, fault => !fault.Contains("404"));
    }

    /// <summary>
    /// Cells clip text that is longer than they are. A jump is answered once, with the rows of the new place, and the
    /// scroll bar stays where it is.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Differences_JumpedTo_AreAnsweredOnceAndStayWhereTheyAre(bool phone)
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, phone: phone);
        await screen.GoAsync(organization.Page("sync/conflicts"));
        var list = phone ? "[role=list] > [data-window]" : "tbody > [data-window]";
        await screen.Page.Locator(list).WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await screen.Page.EvaluateAsync(Places, list);
        var start = await PlaceAsync();
        Assert.InRange(start.GetProperty("count").GetInt32(), 40, int.MaxValue);

        foreach (var share in (double[])[0.37, 0.74, 0.11, 0.96, 0.5, 1, 0])
        {
            await screen.Page.EvaluateAsync(
                """
                share => {
                  window.answers = 0;
                  window.wanted = Math.round((document.body.scrollHeight - innerHeight) * share);
                  scrollTo(0, window.wanted);
                }
                """,
                share
            );
            await screen.Page.WaitForFunctionAsync("() => place().covered && Math.abs(scrollY - wanted) < 2");
            // What an answer brings about is reported in the next frame.
            await screen.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
            await screen.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
            var place = await PlaceAsync();
            Assert.Equal(start.GetProperty("total").GetDouble(), place.GetProperty("total").GetDouble(), 1.0);
            Assert.True(place.GetProperty("covered").GetBoolean(), $"{share}: {place}");
            var answers = await screen.Page.EvaluateAsync<int>("() => answers");
            Assert.True(answers <= 1, $"{share}: {answers} answers, {place}");
        }

        Assert.Empty(screen.Faults);

        async Task<JsonElement> PlaceAsync() => await screen.Page.EvaluateAsync<JsonElement>("() => place()");
    }

    [Fact]
    public async Task Differences_ScrolledToWhileTheCircuitWasAway_AreThereWhenItIsBack()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.Page.AddInitScriptAsync(Sockets.Keep);
        await screen.GoAsync(organization.Page("sync/conflicts"));
        await screen.Page.Locator("tr[data-row]").First.WaitForAsync();
        await screen.Page.EvaluateAsync(Places, "tbody > [data-window]");

        using var kept = organization.Portal.KeepCircuits();
        await screen.Page.Context.SetOfflineAsync(true);
        await screen.Page.EvaluateAsync(
            """
            () => {
              window.sockets.forEach(socket => socket.close());
              scrollTo(0, document.body.scrollHeight / 2);
            }
            """
        );
        await screen.Page.WaitForFunctionAsync(
            "() => document.querySelector('#components-reconnect-modal').dataset.state"
        );
        Assert.False(
            (await screen.Page.EvaluateAsync<JsonElement>("() => place()")).GetProperty("covered").GetBoolean()
        );
        await screen.Page.Context.SetOfflineAsync(false);

        await screen.Page.WaitForFunctionAsync("() => place().covered");
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Steps_OfTheSynchronization_AreAccessibleFitTheWindowAndShowText(
        string locale,
        ColorScheme colours,
        bool phone
    )
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
        List<string> faults = [];
        await screen.GoAsync(organization.Page("sync"));
        var steps = screen.Page.Locator("nav:has(> ol.ui-steps) li");
        await Expect(steps).ToHaveCountAsync(5);
        for (var step = 0; step < 5; step++)
        {
            if (step > 0)
            {
                await steps.Nth(step).GetByRole(AriaRole.Link).ClickAsync();
            }

            await Expect(steps.Nth(step).Locator("[aria-current=step]")).ToBeVisibleAsync();
            await Expect(screen.Page.Locator("h1")).ToHaveTextAsync(Title(locale, step));
            await LookAsync(screen, $"step {step + 1}", faults);
            if (step == 2)
            {
                await screen.Page.GetByRole(AriaRole.Checkbox).First.CheckAsync();
                await screen.Page.Locator(".ui-bulk").GetByRole(AriaRole.Button).First.ClickAsync();
                await Expect(screen.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Checkbox)).ToBeVisibleAsync();
                await LookAsync(screen, "several rows", faults);
                await screen.Page.Keyboard.PressAsync("Escape");
                await Expect(screen.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(screen.Faults);
    }

    private static string Title(string locale, int step) => Words.In<SyncText>(locale, $"Step.{(SyncStep)step}");

    private static async Task LookAsync(Screen screen, string page, List<string> faults)
    {
        faults.AddRange((await PageWords.KeysShownAsync(screen.Page)).Select(key => $"{page}: shows {key}"));
        faults.AddRange((await Axe.ViolationsAsync(screen.Page)).Select(violation => $"{page}: {violation}"));
        var wide = await screen.Page.EvaluateAsync<int>(Excess);
        if (wide > 0)
        {
            faults.Add($"{page}: {wide} pixels too wide");
        }
    }
}
