using System.Text.RegularExpressions;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.Shell;

public sealed class ShellTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    [Theory]
    [InlineData("en-GB", "en", "Home", "Set up")]
    [InlineData("en-US", "en", "Home", "Set up")]
    [InlineData("nb-NO", "nb", "Hjem", "Sett opp")]
    [InlineData("no", "nb", "Hjem", "Sett opp")]
    [InlineData("nn-NO", "nb", "Hjem", "Sett opp")]
    [InlineData("sv-SE", "sv", "Hem", "Konfigurera")]
    [InlineData("de-DE", "en", "Home", "Set up")]
    public async Task Shell_BrowserLanguage_IsUsedOrEnglish(
        string locale,
        string language,
        string heading,
        string button
    )
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, locale);

        await screen.GoAsync("/");

        await Assertions.Expect(screen.Heading(heading)).ToBeVisibleAsync();
        await Assertions.Expect(screen.Link(button)).ToBeVisibleAsync();
        Assert.Equal(language, await screen.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task Shell_LanguageChosen_StaysOnThePageAndIsRemembered()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/connections");

        await screen.Button("Language: English").ClickAsync();
        await screen.Link("Svenska").ClickAsync();

        await Assertions.Expect(screen.Heading("Hem")).ToBeVisibleAsync();
        Assert.EndsWith("/connections", screen.Page.Url, StringComparison.Ordinal);
        await screen.GoAsync("/");
        await Assertions.Expect(screen.Heading("Hem")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("", "/settings")]
    [InlineData("/settings", "/settings")]
    [InlineData("/sync", "/sync")]
    [InlineData("/keys", "/keys")]
    [InlineData("/disconnect", "/disconnect")]
    public async Task Shell_FromOneConnectionToAnother_ShowsNothingOfTheFirst(string from, string to)
    {
        var first = await portal.AddConnectionAsync("Kvitfjell", $"{Guid.NewGuid()}");
        var second = await portal.AddConnectionAsync("Raudberg", $"{Guid.NewGuid()}");
        await using var screen = await Screen.OpenAsync(chromium, portal);
        var page = screen.Page.Locator("#main");
        await screen.GoAsync($"/connections/{first}{from}");
        await Assertions.Expect(page.GetByText("Kvitfjell").First).ToBeVisibleAsync();

        await screen.Page.EvaluateAsync($"() => Blazor.navigateTo('/connections/{second}{to}')");

        await Assertions.Expect(page.GetByText("Raudberg").First).ToBeVisibleAsync();
        await Assertions.Expect(page).Not.ToContainTextAsync("Kvitfjell");
        await Assertions.Expect(screen.Page).ToHaveTitleAsync(new Regex("Raudberg"));
        Assert.Empty(screen.Faults);
        await portal.RemoveConnectionAsync(first);
        await portal.RemoveConnectionAsync(second);
    }

    [Fact]
    public async Task Shell_DarkChosen_IsDarkFromTheFirstResponseOfTheNextVisit()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/");

        await screen.Button("Display").ClickAsync();
        await Assertions.Expect(screen.Radio("Same as the system")).ToBeCheckedAsync();
        await screen.Radio("Dark").CheckAsync();
        await Assertions.Expect(screen.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        var answer = await screen.Page.GotoAsync(portal.Url.ToString());
        var html = await answer!.TextAsync();
        Assert.Contains("data-theme=\"dark\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"theme\" rel=\"stylesheet\" href=\"theme-dark", html, StringComparison.Ordinal);
        await Assertions.Expect(screen.Heading("Home")).ToBeVisibleAsync();
        await screen.Button("Display").ClickAsync();
        await Assertions.Expect(screen.Radio("Dark")).ToBeCheckedAsync();
        await screen.Radio("Same as the system").CheckAsync();
        await Assertions.Expect(screen.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await screen.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Assertions.Expect(screen.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task Shell_CompactChosen_IsRememberedAndMakesRowsLower()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/health");
        var row = screen.Page.GetByRole(AriaRole.Row, new() { Name = "Delete old data" });
        var height = (await row.BoundingBoxAsync())!.Height;

        await screen.Button("Display").ClickAsync();
        await Assertions.Expect(screen.Radio("Comfortable")).ToBeCheckedAsync();
        await screen.ShotAsync("display-1280");
        await screen.Radio("Compact").CheckAsync();
        await Assertions.Expect(screen.Page.Locator("html")).ToHaveAttributeAsync("data-density", "compact");
        Assert.True((await row.BoundingBoxAsync())!.Height < height - 5);

        var answer = await screen.Page.ReloadAsync();
        Assert.Contains("data-density=\"compact\"", await answer!.TextAsync(), StringComparison.Ordinal);
        await screen.Button("Display").ClickAsync();
        await Assertions.Expect(screen.Radio("Compact")).ToBeCheckedAsync();
        Assert.Empty(screen.Faults);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Shell_Bell_ListsWhatNeedsTheUserOnEveryPage(bool phone)
    {
        var name = new string('a', 100) + $" {phone}";
        var connection = await portal.AddConnectionAsync(name, $"{Guid.NewGuid()}");
        await using var screen = await Screen.OpenAsync(chromium, portal, phone: phone);
        await screen.GoAsync("/health");

        await screen.Button("1 thing needs you").ClickAsync();
        var start = screen.Link($"Start: Not synchronized yet, {name}");
        await Assertions.Expect(start).ToBeVisibleAsync();
        await screen.ShotAsync($"bell-{(phone ? "390" : "1280")}");
        await screen.AssertAccessibleAsync();
        await screen.AssertNoSidewaysScrollAsync();
        await screen.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(start).ToHaveCountAsync(0);
        await Assertions.Expect(screen.Button("1 thing needs you")).ToBeFocusedAsync();
        await screen.Page.Keyboard.PressAsync("Enter");
        await start.ClickAsync();

        await Assertions.Expect(screen.Page).ToHaveURLAsync(new Regex($"/connections/{connection}/sync"));
        await Assertions.Expect(start).ToHaveCountAsync(0);
        await portal.RemoveConnectionAsync(connection);
        await screen.GoAsync("/health");
        await Assertions.Expect(screen.Button("Nothing needs you")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Shell_WithoutJavaScript_SaysWhatToDo()
    {
        var browser = await chromium.BrowserAsync();
        await using var context = await browser.NewContextAsync(
            new BrowserNewContextOptions { JavaScriptEnabled = false, Locale = "nb-NO" }
        );
        await context.AddCookiesAsync([
            new Microsoft.Playwright.Cookie
            {
                Name = portal.Session.Name,
                Value = portal.Session.Value,
                Url = portal.Url.ToString(),
            },
        ]);
        var page = await context.NewPageAsync();

        await page.GotoAsync(portal.Url.ToString());

        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync(Words.In<LayoutText>("nb-NO", "NeedsScript"));
        await Assertions.Expect(page.Locator(".ui-starting")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Shell_SystemPrefersDark_IsDarkWithoutAChoice()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, colours: ColorScheme.Dark);

        await screen.GoAsync("/");

        Assert.Equal("dark", await screen.Page.Locator("html").GetAttributeAsync("data-theme"));
    }

    [Fact]
    public async Task Shell_Keyboard_SkipLinkIsFirstAndLeadsToTheContent()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/connections");
        await screen.Page.EvaluateAsync(
            "() => { document.activeElement?.blur(); window.getSelection().removeAllRanges(); document.body.focus(); }"
        );

        await screen.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(screen.Link("Skip to content")).ToBeFocusedAsync();
        await screen.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(screen.Page.Locator("#main")).ToBeFocusedAsync();
        await screen.Page.Keyboard.PressAsync("Tab");

        await Assertions.Expect(screen.Link("Set up")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Shell_Phone_MenuIsClosedUntilAsked()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, phone: true);
        await screen.GoAsync("/");
        await Assertions.Expect(screen.Link("Activity log")).Not.ToBeInViewportAsync();

        await screen.Button("Menu").ClickAsync();

        await Assertions.Expect(screen.Link("Activity log")).ToBeInViewportAsync();
        await screen.ShotAsync("menu-390");
        await screen.Link("Activity log").ClickAsync();
        await Assertions.Expect(screen.Heading("Activity log")).ToBeVisibleAsync();
        await Assertions.Expect(screen.Link("Activity log")).Not.ToBeInViewportAsync();
    }

    [Fact]
    public async Task Shell_UnknownAddress_Shows404()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);

        var answer = await screen.Page.GotoAsync(new Uri(portal.Url, "/no/such/page").ToString());

        Assert.Equal(404, answer!.Status);
        await Assertions.Expect(screen.Heading("Page not found")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/", "home")]
    [InlineData("/connections", "connections")]
    [InlineData("/mail", "mail")]
    [InlineData("/health", "health")]
    [InlineData("/sandbox", "sandbox")]
    [InlineData("/sandbox/people", "sandbox-people")]
    [InlineData("/sandbox/webhook", "sandbox-webhook")]
    [InlineData("/sandbox/faults", "sandbox-faults")]
    [InlineData("/sign-ins", "sign-ins")]
    [InlineData("/encryption", "encryption")]
    [InlineData("/connections/new/token", "setup-token")]
    [InlineData("/connections/new/connect", "setup-connect")]
    [InlineData("/not-found", "not-found")]
    [InlineData("/error", "error")]
    public async Task Page_LightAndDarkWideAndNarrow_HasNoAxeViolationAndNoSidewaysScroll(string path, string name)
    {
        foreach (var phone in new[] { false, true })
        {
            // One is loaded light and the other dark; the second colours are those of the same page.
            var loaded = phone ? ColorScheme.Dark : ColorScheme.Light;
            await using var screen = await Screen.OpenAsync(chromium, portal, colours: loaded, phone: phone);
            await screen.GoAsync(path);
            await LookAsync(loaded);
            var other = phone ? ColorScheme.Light : ColorScheme.Dark;
            await screen.UseColoursAsync(other);
            await LookAsync(other);
            Assert.Empty(screen.Faults);

            async Task LookAsync(ColorScheme colours)
            {
                Assert.Equal(
                    colours == ColorScheme.Dark ? "dark" : "light",
                    await screen.Page.Locator("html").GetAttributeAsync("data-theme")
                );
                await screen.ShotAsync($"{name}-{(phone ? "390" : "1280")}-{colours}".ToLowerInvariant());
                await screen.AssertAccessibleAsync();
                await screen.AssertNoSidewaysScrollAsync();
            }
        }
    }
}
