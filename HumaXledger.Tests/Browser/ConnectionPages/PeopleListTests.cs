using HumaXledger.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>The lists of a connection keep filter, search, order and part in the address.</summary>
[Collection(nameof(ReviewCollection))]
public sealed class PeopleListTests(Chromium chromium, OrganizationInReview organization)
{
    [Fact]
    public async Task FilterSearchAndOrder_AreInTheAddressAndBackReturnsToEach()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("people"));
        await Chip(screen, "Only in Huma").ClickAsync();
        await AddressAsync(screen, "people\\?show=OnlyInHuma$");
        await screen.Page.Locator("#person-search").FillAsync("A");
        await screen.Page.Keyboard.PressAsync("Enter");
        await AddressAsync(screen, "q=A");
        await screen.Link("Name").ClickAsync();
        await AddressAsync(screen, "order=-Name");
        await Expect(screen.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Name" }))
            .ToHaveAttributeAsync("aria-sort", "descending");

        // To another tab, whose list is in the address too.
        await screen.Link("Changes").ClickAsync();
        await Chip(screen, "Failed").ClickAsync();
        await AddressAsync(screen, "changes\\?list=Failed$");
        await Expect(screen.Heading("Failed")).ToBeVisibleAsync();

        await screen.Page.GoBackAsync();
        await Expect(screen.Heading("Waiting")).ToBeVisibleAsync();
        await screen.Page.GoBackAsync();
        await AddressAsync(screen, "order=-Name");
        await screen.Page.GoBackAsync();
        await screen.Page.GoBackAsync();
        await AddressAsync(screen, "people\\?show=OnlyInHuma$");
        await Expect(screen.Page.Locator("#person-search")).ToHaveValueAsync("");
        await Expect(Chip(screen, "Only in Huma")).ToHaveAttributeAsync("aria-pressed", "true");
        await screen.AssertAccessibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Differences_SearchAndPart_AreInTheAddress()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("differences?order=-field"));
        var rows = screen.Page.Locator("tbody tr");
        await Expect(rows).ToHaveCountAsync(50, new() { Timeout = 120_000 });
        await screen.Link("Next page").ClickAsync();
        await AddressAsync(screen, "page=2");
        await screen.Page.GetByRole(AriaRole.Searchbox).FillAsync("nobody at all");
        await screen.Page.Keyboard.PressAsync("Enter");
        await AddressAsync(screen, "q=nobody");
        await Expect(screen.Text("No open differences")).ToBeVisibleAsync();

        await screen.Page.GoBackAsync();

        await Expect(screen.Page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("");
        await Expect(rows.First).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    private static ILocator Chip(Screen screen, string name) =>
        screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{name}") });

    private static Task AddressAsync(Screen screen, string pattern) =>
        Expect(screen.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(pattern));
}
