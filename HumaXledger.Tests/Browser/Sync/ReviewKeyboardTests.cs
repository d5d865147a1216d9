using System.Text.RegularExpressions;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>The review by keyboard only.</summary>
[Collection(nameof(ReviewCollection))]
public sealed partial class ReviewKeyboardTests(Chromium chromium, OrganizationInReview organization)
{
    private const string HasFocus =
        "element => element === document.activeElement || element.contains(document.activeElement)";

    // Between its last and its first control a native dialog lets the focus pass through the browser's own window.
    private const string OnTheWindow = "() => document.activeElement === document.body";

    [Fact]
    public async Task Steps_EnterOnALink_OpensTheStepAndFocusesItsHeading()
    {
        await using var screen = await OpenAsync();
        var sync = new SyncScreen(screen);

        await screen.TabToAsync(sync.Step("Match people").GetByRole(AriaRole.Link));
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Match people")).ToBeFocusedAsync();
        await Expect(screen.Page).ToHaveTitleAsync("Match people · Fjellheim Norge AS · HumaXledger");
        await Expect(screen.Page).ToHaveURLAsync(new Regex("/sync/match$"));

        await screen.TabToAsync(sync.Next, 200);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Conflicts and missing values")).ToBeFocusedAsync();

        await screen.Page.GoBackAsync();
        await Expect(StepTitle(screen, "Match people")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Row_ArrowsAndLetters_ChooseAndKeepTheFocus()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var sync = new SyncScreen(screen);
        var keyboard = screen.Page.Keyboard;
        await screen.Labelled("Name or employment ID").FillAsync("a");
        await sync.ShowAsync("Undecided");
        await screen.Labelled("Field").SelectOptionAsync("JobTitle");
        var before = await sync.RowsAsync();
        await screen.TabToAsync(screen.Page.GetByRole(AriaRole.Table));

        // The first line is the head of a person's rows.
        await keyboard.PressAsync("ArrowDown");
        await keyboard.PressAsync("ArrowDown");
        var row = screen.Page.Locator("tr:focus-within");
        var huma = row.GetByRole(AriaRole.Button, new() { NameRegex = UseHuma() });
        var xledger = row.GetByRole(AriaRole.Button, new() { NameRegex = UseXledger() });
        await Expect(huma).ToBeFocusedAsync();
        var name = (await huma.GetAttributeAsync("aria-label"))!;

        await keyboard.PressAsync("x");
        await Expect(xledger).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(huma).ToBeFocusedAsync();
        await sync.ExpectDecidedAsync(before.Rows, before.Decided + 1);
        await keyboard.PressAsync("s");
        await Expect(row.GetByRole(AriaRole.Button, new() { NameRegex = Skip() }))
            .ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(xledger).ToHaveAttributeAsync("aria-pressed", "false");
        await keyboard.PressAsync("c");
        await sync.ExpectDecidedAsync(before.Rows, before.Decided);
        await keyboard.PressAsync("ArrowRight");
        await Expect(xledger).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(xledger).ToBeFocusedAsync();
        await keyboard.PressAsync("Space");
        await Expect(sync.Bulk.GetByText("1 row selected")).ToBeVisibleAsync();
        await keyboard.PressAsync("d");
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Open the person’s page")).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(xledger).ToBeFocusedAsync();
        await keyboard.PressAsync("?");
        await Expect(dialog.GetByText("Show this list")).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");

        await sync.ReopenDifferencesAsync();
        await screen.Labelled("Field").SelectOptionAsync("JobTitle");
        var stored = screen.Page.GetByRole(AriaRole.Button, new() { Name = name.Split(". ")[^1], Exact = false });
        await Expect(stored.And(screen.Page.Locator("[aria-pressed=true]"))).ToHaveCountAsync(1);

        // Other tests have the same review.
        await screen
            .Page.Locator("tr[data-row]")
            .Filter(new() { Has = stored })
            .Locator("[data-act=clear]")
            .ClickAsync();
        await sync.ExpectDecidedAsync(before.Rows, before.Decided);
        await ExpectStoredAsync(before.Decided);
    }

    [Fact]
    public async Task Letters_OutsideTheTable_ChooseNothing()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var sync = new SyncScreen(screen);
        var before = await sync.RowsAsync();
        var search = screen.Labelled("Name or employment ID");
        await search.FocusAsync();

        // What is typed is not written back into the input: a letter that is typed before the answer would be lost.
        await search.EvaluateAsync(
            """
            input => {
              const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
              window.written = [];
              Object.defineProperty(input, 'value', {
                configurable: true,
                get: () => own.get.call(input),
                set: value => { window.written.push(value); own.set.call(input, value); },
              });
            }
            """
        );
        await screen.Page.Keyboard.TypeAsync("xhs");
        await Expect(search).ToHaveValueAsync("xhs");
        await Expect(screen.Text(Words.English<SyncText>("Differences.NoneShown"))).ToBeVisibleAsync();
        Assert.Empty(await screen.Page.EvaluateAsync<string[]>("() => written"));
        await search.FillAsync("");

        Assert.Equal(before, await sync.RowsAsync());
    }

    [Fact]
    public async Task Filter_InTheAddress_IsThereAfterReloadAndGoesWithBack()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var sync = new SyncScreen(screen);
        var all = await sync.ShownAsync();
        await sync.ShowAsync("Undecided");
        await sync.ShowFieldAsync("Job title");
        var shown = await sync.ShownAsync();
        Assert.InRange(shown, 1, all - 1);
        Assert.Contains("state=Undecided", screen.Page.Url, StringComparison.Ordinal);

        await screen.Page.GoBackAsync();
        await Expect(screen.Labelled("Field")).ToHaveValueAsync("");
        await Expect(sync.Chip("Undecided")).ToHaveAttributeAsync("aria-pressed", "true");
        await screen.Page.GoForwardAsync();
        await Expect(screen.Labelled("Field")).ToHaveValueAsync("JobTitle");
        await screen.Page.ReloadAsync();
        await sync.GoToAsync("Conflicts and missing values");

        await Expect(screen.Labelled("Field")).ToHaveValueAsync("JobTitle");
        Assert.Equal(shown, await sync.ShownAsync());
    }

    [Fact]
    public async Task SeveralRows_DialogKeepsTheFocusAndEscapeReturnsIt()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var sync = new SyncScreen(screen);
        await sync.AllShown.CheckAsync();
        var button = sync.Bulk.GetByRole(AriaRole.Button, new() { Name = "Use Huma" });
        await screen.TabToAsync(button);
        await screen.Page.Keyboard.PressAsync("Enter");
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Remember for next time" })).ToBeVisibleAsync();
        await Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);

        foreach (var key in Enumerable.Repeat("Tab", 8).Concat(Enumerable.Repeat("Shift+Tab", 8)))
        {
            await screen.Page.Keyboard.PressAsync(key);
            Assert.True(
                await dialog.EvaluateAsync<bool>(HasFocus) || await screen.Page.EvaluateAsync<bool>(OnTheWindow),
                $"{key} left the dialog."
            );
        }

        await screen.Page.Keyboard.PressAsync("Escape");

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(button).ToBeFocusedAsync();
    }

    [Fact]
    public async Task SeveralRows_Undone_AreAsTheyWere()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var sync = new SyncScreen(screen);
        var before = await sync.RowsAsync();
        await sync.ShowAsync("Undecided");
        await sync.ShowFieldAsync("Job title");

        await sync.DecideManyAsync("Skip");
        await screen.Button("Undo").ClickAsync();

        await sync.ExpectDecidedAsync(before.Rows, before.Decided);
        await ExpectStoredAsync(before.Decided);
    }

    // A choice is on the screen before it is stored, and so is that it is taken back.
    private Task ExpectStoredAsync(int decided) =>
        Until.SoAsync(async () =>
            (await organization.SessionAsync(TestContext.Current.CancellationToken)).Decisions.Fields.Count == decided
        );

    private async Task<Screen> OpenAsync()
    {
        var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("sync"));
        await Expect(new SyncScreen(screen).Next).ToBeVisibleAsync();
        return screen;
    }

    private static ILocator StepTitle(Screen screen, string title) =>
        screen.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 });

    private static async Task OpenDifferencesAsync(Screen screen)
    {
        await screen.TabToAsync(new SyncScreen(screen).Next);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Match people")).ToBeVisibleAsync();
        await screen.TabToAsync(new SyncScreen(screen).Next, 200);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Conflicts and missing values")).ToBeVisibleAsync();
    }

    [GeneratedRegex("^Use Huma: ")]
    private static partial Regex UseHuma();

    [GeneratedRegex("^Use Xledger: ")]
    private static partial Regex UseXledger();

    [GeneratedRegex("^Skip ")]
    private static partial Regex Skip();
}
