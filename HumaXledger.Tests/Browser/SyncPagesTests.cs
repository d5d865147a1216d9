using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser;

/// <summary>
/// Every page that shows the main job, wide and at 390 pixels: accessible by axe in light and dark, no sideways scrolling and no word meant for programs in any language.
/// The start page, set-up, sandbox and mail have the same tests of their own.
/// </summary>
[Collection(nameof(InReview))]
public sealed class SyncPagesTests(Chromium chromium, OrganizationInReview organization)
{
    // The layout scrolls inside itself.
    private const string Excess = """
        () => Math.max(document.documentElement.scrollWidth - window.innerWidth, ...[...document.querySelectorAll('.rz-body')].map(body => body.scrollWidth - body.clientWidth))
        """;

    private static readonly string[] Parts = ["overview", "details", "people", "runs", "activity", "settings"];

    [Theory]
    [InlineData("en-GB", ColorScheme.Light)]
    [InlineData("nb-NO", ColorScheme.Dark)]
    [InlineData("sv-SE", ColorScheme.Light)]
    public async Task Pages_OfOneOrganization_AreAccessibleFitAPhoneAndShowWords(string locale, ColorScheme colours)
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours);
        List<string> faults = [];
        foreach (var path in (string[])["/", "/connections", "/mail", "/no/such/page", .. Parts.Select(organization.Page), organization.Page($"people/{organization.PersonKey}"), organization.Page($"runs/{organization.RunId}")])
        {
            await screen.GoAsync(path);
            await Expect(screen.Page.Locator(".hx-waiting")).ToHaveCountAsync(0);
            await LookAsync(screen, path.Replace($"{organization.ConnectionId}", "…"), faults);
        }

        Assert.Empty(faults);
        Assert.DoesNotContain(screen.Faults, fault => !fault.Contains("404"));
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Dark)]
    [InlineData("nb-NO", ColorScheme.Light)]
    [InlineData("sv-SE", ColorScheme.Dark)]
    public async Task Steps_OfTheSynchronization_AreAccessibleFitAPhoneAndShowWords(string locale, ColorScheme colours)
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours);
        List<string> faults = [];
        await screen.GoAsync(organization.Page("sync"));
        var steps = screen.Page.GetByRole(AriaRole.Tab);
        await Expect(steps).ToHaveCountAsync(5);
        for (var step = 0; step < 5; step++)
        {
            await steps.Nth(step).ClickAsync();
            await Expect(steps.Nth(step)).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(screen.Page.Locator("#step-title")).ToBeVisibleAsync();
            await LookAsync(screen, $"step {step + 1}", faults);
            if (step == 2)
            {
                await screen.Page.Locator(".hx-bulk").GetByRole(AriaRole.Button).First.ClickAsync();
                await Expect(screen.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
                await LookAsync(screen, "several rows", faults);
                await screen.Page.Keyboard.PressAsync("Escape");
                await Expect(screen.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
            }
        }

        Assert.Empty(faults);
        Assert.Empty(screen.Faults);
    }

    private static async Task LookAsync(Screen screen, string page, List<string> faults)
    {
        faults.AddRange((await PageWords.KeysShownAsync(screen.Page)).Select(key => $"{page}: shows {key}"));
        foreach (var width in new[] { 1280, 390 })
        {
            await screen.Page.SetViewportSizeAsync(width, width == 390 ? 844 : 800);
            var wide = await screen.Page.EvaluateAsync<int>(Excess);
            if (wide > 0)
            {
                faults.Add($"{page} at {width}: {wide} pixels too wide");
            }

            faults.AddRange((await screen.Page.RunAxe()).Violations.Select(violation =>
                $"{page} at {width}: {violation.Id} ({violation.Impact}) {string.Join(" · ", violation.Nodes.Take(3).Select(node => $"{node.Target} {node.Html}"))}"));
        }

        await screen.Page.SetViewportSizeAsync(1280, 800);
    }
}
