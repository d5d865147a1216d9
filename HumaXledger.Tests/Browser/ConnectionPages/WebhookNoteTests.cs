using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>The note about a missing webhook reacts to another tab and to Huma without a reload.</summary>
public sealed class WebhookNoteTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static readonly LocatorAssertionsToBeHiddenOptions Gone = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoWebhook_SetUpInAnotherTabAndFirstMessage_NoteChangesAndDisappears()
    {
        var person = organization.Take(1);
        await organization.Portal.ApplyAsync(
            await organization.ReviewedAsync(person, SandboxField.JobTitle, "Fagansvarlig", Cancellation),
            Cancellation
        );
        await using var overview = await Screen.OpenAsync(chromium, organization.Portal);
        await overview.GoAsync(organization.Page(""));
        await Expect(overview.Text("No webhook: changes in Huma are found every hour")).ToBeVisibleAsync(Long);
        await using var settings = await Screen.OpenAsync(chromium, organization.Portal);
        await settings.GoAsync(organization.Page("settings/webhook"));

        await settings.Button("Create secret and token").ClickAsync();

        await Expect(overview.Text("This note disappears when the first message arrives.")).ToBeVisibleAsync(Long);
        organization.Portal.World.Webhook.Options = new()
        {
            Url = await ShownAsync(settings, "URL"),
            Secret = await ShownAsync(settings, "Client secret"),
            Token = await ShownAsync(settings, "Access token"),
        };
        organization.Portal.World.EditInHuma(person[0].HumaId, SandboxField.JobTitle, "Husvert");

        await Expect(overview.Text("No webhook")).ToBeHiddenAsync(Gone);
        Assert.Empty(overview.Faults.Concat(settings.Faults));
    }

    private static Task<string> ShownAsync(Screen screen, string what) =>
        screen.Page.Locator($"dt:text-is('{what}') + dd code").InnerTextAsync();
}
