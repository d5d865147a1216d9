using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Sync;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>The search in the bar leads to a person from every page, by keyboard and on a phone.</summary>
public sealed class PersonSearchTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Search_ByKeyboard_OpensThePerson()
    {
        var person = await ComparedAsync();
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync("/health");
        var box = screen.Page.GetByRole(AriaRole.Combobox, new() { Name = "Find a person", Exact = true });

        await screen.Page.Keyboard.PressAsync("Control+k");
        await Expect(box).ToBeFocusedAsync();
        await box.FillAsync("qqqqqq");
        await Expect(screen.Page.GetByRole(AriaRole.Status).First).ToContainTextAsync("No people found");
        await screen.Page.Keyboard.PressAsync("Escape");
        await Expect(box).ToHaveAttributeAsync("aria-expanded", "false");
        await box.BlurAsync();
        await screen.Page.Keyboard.PressAsync("/");
        await Expect(box).ToBeFocusedAsync();
        await box.FillAsync(organization.NameOf(person));
        var found = screen.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = organization.NameOf(person) });
        await Expect(found).ToHaveAttributeAsync("aria-selected", "true");
        await screen.ShotAsync("person-search-1280");
        Assert.Empty(await Axe.ViolationsAsync(screen.Page));
        await screen.Page.Keyboard.PressAsync("Enter");

        await Expect(screen.Heading(organization.NameOf(person))).ToBeVisibleAsync();
        Assert.EndsWith($"/people/h-{person.HumaId}", screen.Page.Url, StringComparison.Ordinal);
        await Expect(box).ToHaveValueAsync("");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Search_OnAPhoneInNorwegian_OpensAsAPopUpAndClosesWithTheChoice()
    {
        var person = await ComparedAsync();
        await using var screen = await Screen.OpenAsync(
            chromium,
            organization.Portal,
            "nb-NO",
            ColorScheme.Dark,
            phone: true
        );
        await screen.GoAsync("/");
        var box = screen.Page.Locator("#find-person");
        await Expect(box).ToBeHiddenAsync();

        await screen.Button("Finn en person").ClickAsync();
        await Expect(box).ToBeFocusedAsync();
        await box.FillAsync(organization.Portal.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Email]);
        var found = screen.Page.GetByRole(AriaRole.Option).First;
        await Expect(found).ToContainTextAsync(organization.NameOf(person));
        await screen.ShotAsync("person-search-390");
        await screen.AssertNoSidewaysScrollAsync();
        Assert.Empty(await Axe.ViolationsAsync(screen.Page));
        await found.ClickAsync();

        await Expect(screen.Heading(organization.NameOf(person))).ToBeVisibleAsync();
        await Expect(box).ToBeHiddenAsync();
        Assert.Empty(screen.Faults);
    }

    private async Task<Someone> ComparedAsync()
    {
        await organization.Portal.CompareAsync(organization.ConnectionId, Cancellation);
        return organization.Take(1)[0];
    }
}
