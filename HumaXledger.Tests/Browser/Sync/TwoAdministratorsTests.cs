using HumaXledger.Core.Access;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>Two administrators who decide on the same review, each with an own browser.</summary>
[Collection(nameof(ReviewCollection))]
public sealed class TwoAdministratorsTests(Chromium chromium, OrganizationInReview organization)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Review_DecidedByAnotherAtTheSameTime_ShowsTheirsAndKeepsBoth()
    {
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            "Ola Annen",
            [Role.IntegrationAdministrator],
            Cancellation
        );
        await using var mine = await OpenAsync();
        await using var theirs = await OpenAsync(visitor.Session);
        var before = await StoredAsync();
        var first = Rows(mine).Nth(0);
        var second = Rows(mine).Nth(1);

        await Choice(Rows(theirs).Nth(0), "huma").ClickAsync();
        await Expect(Choice(Rows(theirs).Nth(0), "huma")).ToHaveAttributeAsync("aria-pressed", "true");
        await ExpectStoredAsync(before + 1);

        // The row stays as it was read; a line says that it changed.
        var elsewhere = mine.Page.Locator(".ui-other-decisions");
        await Expect(elsewhere).ToContainTextAsync("Ola Annen changed 1 choice");
        await Expect(Choice(first, "huma")).ToHaveAttributeAsync("aria-pressed", "false");
        await mine.ShotAsync("review-decided-elsewhere");
        await mine.AssertAccessibleAsync();
        await elsewhere.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(Choice(first, "huma")).ToHaveAttributeAsync("aria-pressed", "true");
        var dialog = mine.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await mine.ShotAsync("review-decided-elsewhere-shown");
        await mine.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).Last.ClickAsync();
        await Expect(elsewhere).ToBeHiddenAsync();

        // Undecided again there: the next act here shows it, and says so.
        await Rows(theirs).Nth(0).Locator("[data-act=clear]").ClickAsync();
        await ExpectStoredAsync(before);
        await Choice(second, "xledger").ClickAsync();
        await Expect(Choice(second, "xledger")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Choice(first, "huma")).ToHaveAttributeAsync("aria-pressed", "false");
        await Expect(elsewhere).ToContainTextAsync("1 choice was changed in another window");
        await Expect(Overtaken(mine)).ToHaveCountAsync(0);

        // The same row: the later click stores nothing and says so.
        await Choice(Rows(theirs).Nth(1), "huma").ClickAsync();
        await Expect(Overtaken(theirs)).ToBeVisibleAsync();
        await theirs.ShotAsync("review-overtaken");
        await theirs.AssertAccessibleAsync();
        await Expect(Choice(Rows(theirs).Nth(1), "xledger")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Choice(Rows(theirs).Nth(1), "huma")).ToHaveAttributeAsync("aria-pressed", "false");
        await Choice(Rows(theirs).Nth(1), "huma").ClickAsync();
        await Expect(Choice(Rows(theirs).Nth(1), "huma")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Overtaken(theirs)).ToHaveCountAsync(0);
        Assert.Empty(mine.Faults);
        Assert.Empty(theirs.Faults);

        await Rows(theirs).Nth(1).Locator("[data-act=clear]").ClickAsync();
        await ExpectStoredAsync(before);
    }

    [Fact]
    public async Task Phone_FiltersUnfolded_NarrowTheList()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, phone: true);
        await screen.GoAsync(organization.Page("sync/conflicts"));
        var cards = screen.Page.GetByRole(AriaRole.Article);
        await Expect(cards.First).ToBeVisibleAsync();
        await Expect(screen.Labelled("Field")).ToBeHiddenAsync();
        await screen.ShotAsync("review-filters-folded-390");

        await screen.Page.Locator(".ui-folded > summary").ClickAsync();
        await screen.Labelled("Field").SelectOptionAsync("JobTitle");

        await Expect(screen.Page.Locator(".ui-folded > summary")).ToHaveTextAsync("Filters (1)");
        await Expect(screen.Labelled("Field")).ToBeVisibleAsync();
        await Expect(cards.Filter(new() { HasNotText = "Job title" })).ToHaveCountAsync(0);
        await screen.ShotAsync("review-filters-unfolded-390");
        await screen.AssertAccessibleAsync();
        await screen.AssertNoSidewaysScrollAsync();
        Assert.Empty(screen.Faults);
    }

    // Choices are on the screen before they are stored.
    private Task ExpectStoredAsync(int expected) => Until.SoAsync(async () => await StoredAsync() == expected);

    private async Task<int> StoredAsync() => (await organization.SessionAsync(Cancellation)).Decisions.Fields.Count;

    private async Task<Screen> OpenAsync(System.Net.Cookie? session = null)
    {
        var screen = await Screen.OpenAsync(chromium, organization.Portal, session: session);
        await screen.GoAsync(organization.Page("sync/conflicts?state=Undecided&field=JobTitle&group=field"));
        await Expect(Rows(screen).Nth(1)).ToBeVisibleAsync();
        return screen;
    }

    private static ILocator Rows(Screen screen) =>
        screen.Page.Locator(
            "tr[data-row]:has([data-act=huma]:not([aria-disabled]))"
                + ":has([data-act=xledger]:not([aria-disabled])):has([data-act=skip])"
        );

    private static ILocator Choice(ILocator row, string side) => row.Locator($"[data-act={side}]");

    private static ILocator Overtaken(Screen screen) =>
        screen.Page.GetByText(Words.English<SyncText>("Overtaken.Title"));
}
