using System.Text.RegularExpressions;
using HumaXledger.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>The review by keyboard only.</summary>
[Collection(nameof(ReviewCollection))]
public sealed partial class ReviewKeyboardTests(Chromium chromium, OrganizationInReview organization)
{
    private const string HasFocus =
        "element => element === document.activeElement || element.contains(document.activeElement)";

    [Fact]
    public async Task Steps_EnterOnALink_OpensTheStepAndFocusesItsHeading()
    {
        await using var screen = await OpenAsync();
        var sync = new SyncScreen(screen);

        await TabToAsync(screen, sync.Step("Match people").GetByRole(AriaRole.Link));
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Match people")).ToBeFocusedAsync();
        await Expect(screen.Page).ToHaveTitleAsync("Match people · Fjellheim Norge AS · HumaXledger");
        await Expect(screen.Page).ToHaveURLAsync(new Regex("/sync/match$"));

        await TabToAsync(screen, sync.Next, 200);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Conflicts and missing values")).ToBeFocusedAsync();

        await screen.Page.GoBackAsync();
        await Expect(StepTitle(screen, "Match people")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Row_SpaceAndArrows_ChooseASideAndKeepTheFocus()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var sync = new SyncScreen(screen);
        var before = await sync.RowsAsync();
        var row = screen
            .Page.GetByRole(AriaRole.Group, new() { NameRegex = Which() })
            .Filter(new() { HasNot = screen.Page.Locator("input:disabled") })
            .First;
        var name = await row.GetByRole(AriaRole.Radio).First.GetAttributeAsync("name");
        row = screen.Page.Locator($"fieldset:has(input[name='{name}'])");

        await TabToAsync(screen, row, 400);
        await screen.Page.Keyboard.PressAsync("Space");
        await Expect(row.GetByRole(AriaRole.Radio, new() { Name = "Huma" })).ToBeCheckedAsync();
        await Expect(screen.Text($"{before.Rows} rows, {before.Decided + 1} decided")).ToBeVisibleAsync();
        await screen.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(row.GetByRole(AriaRole.Radio, new() { Name = "Xledger" })).ToBeCheckedAsync();
        await Expect(row.GetByRole(AriaRole.Radio, new() { Name = "Xledger" })).ToBeFocusedAsync();
        await screen.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(row.GetByRole(AriaRole.Radio, new() { Name = "Skip" })).ToBeFocusedAsync();

        await screen.Page.ReloadAsync();
        await Expect(StepTitle(screen, "Conflicts and missing values")).ToBeVisibleAsync();
        await Expect(screen.Page.Locator($"input[name='{name}']").Nth(2)).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Filter_ArrowsAndEnter_ChooseAField()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var all = await new SyncScreen(screen).AboutToDecideAsync();

        await TabToAsync(screen, screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Field", Exact = true }));
        await screen.Page.Keyboard.PressAsync("ArrowDown");
        await screen.Page.Keyboard.PressAsync("Enter");

        await Expect(screen.Text($"For all {all} rows shown:")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task SeveralRows_DialogKeepsTheFocusAndEscapeReturnsIt()
    {
        await using var screen = await OpenAsync();
        await OpenDifferencesAsync(screen);
        var button = screen.Button("Use Huma");
        await TabToAsync(screen, button);
        await screen.Page.Keyboard.PressAsync("Enter");
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Checkbox, new() { Name = "Remember for next time" })).ToBeVisibleAsync();
        await Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);

        foreach (var key in Enumerable.Repeat("Tab", 8).Concat(Enumerable.Repeat("Shift+Tab", 8)))
        {
            await screen.Page.Keyboard.PressAsync(key);
            Assert.True(await dialog.EvaluateAsync<bool>(HasFocus), $"{key} left the dialog.");
        }

        await screen.Page.Keyboard.PressAsync("Escape");

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(button).ToBeFocusedAsync();
    }

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
        await TabToAsync(screen, new SyncScreen(screen).Next);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Match people")).ToBeVisibleAsync();
        await TabToAsync(screen, new SyncScreen(screen).Next, 200);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(StepTitle(screen, "Conflicts and missing values")).ToBeVisibleAsync();
    }

    private static async Task TabToAsync(Screen screen, ILocator element, int most = 60)
    {
        await Expect(element).ToBeVisibleAsync();
        for (var press = 0; press < most; press++)
        {
            if (await element.EvaluateAsync<bool>(HasFocus))
            {
                return;
            }

            await screen.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{most} presses of Tab did not reach the element.");
    }

    [GeneratedRegex("^Which ")]
    private static partial Regex Which();
}
