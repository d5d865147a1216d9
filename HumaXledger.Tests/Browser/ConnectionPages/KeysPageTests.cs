using HumaXledger.Tests.Browser.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>Replacing token and key of a connection in the browser.</summary>
public sealed class KeysPageTests(Chromium chromium, OrganizationWithWebhook organization)
    : IClassFixture<OrganizationWithWebhook>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Verifying = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_TokenWithAccessToTheEntity_ReplacesTheOldOneAndIsNeverShown()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings"));
        await screen.Link("Replace token or key …").ClickAsync();
        await Expect(screen.Heading("Token and key")).ToBeVisibleAsync();
        await screen.ShotAsync("keys");
        await screen.AssertAccessibleAsync();
        var before = await organization.ConnectionAsync(Cancellation);
        var token = organization
            .World.Credentials.First(known => known.Name.Contains("group level", StringComparison.Ordinal))
            .Text;

        await screen.Button("Verify").Last.ClickAsync();
        await Expect(screen.Text("Paste the API token from Xledger.")).ToBeVisibleAsync();
        await screen.Labelled("API token").FillAsync(token);
        await screen.Button("Verify").Last.ClickAsync();
        await Expect(screen.Text("Everything needed is in place.")).ToBeVisibleAsync(Verifying);
        await Expect(screen.Labelled("API token")).ToHaveCountAsync(0);
        await Expect(screen.Button("Use this token")).ToBeDisabledAsync();
        await screen.ShotAsync("keys-verified");
        await screen.Page.GetByText("I confirm that I have the authority").ClickAsync();
        await screen.Button("Use this token").ClickAsync();

        await Expect(screen.Text("Everything that starts from now on uses the new token.")).ToBeVisibleAsync();
        await screen.ShotAsync("keys-replaced");
        await screen.AssertAccessibleAsync();
        Assert.DoesNotContain(token, await screen.Page.ContentAsync(), StringComparison.Ordinal);
        var after = await organization.ConnectionAsync(Cancellation);
        Assert.NotEqual(before.XledgerTokenFingerprint, after.XledgerTokenFingerprint);
        Assert.Equal(
            (before.HumaClientSecret, before.XledgerEntityId),
            (after.HumaClientSecret, after.XledgerEntityId)
        );
        await screen.GoAsync(organization.Page("activity"));
        await Expect(screen.Text("Replaced the Xledger token")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Keys_KeyUnknownToHuma_IsReportedAndTheOldOneStays()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, phone: true);
        await screen.GoAsync(organization.Page("keys"));
        var before = await organization.ConnectionAsync(Cancellation);
        await screen.Labelled("Client ID").FillAsync($"{Guid.NewGuid()}");
        await screen.Labelled("Client secret").FillAsync($"{Guid.NewGuid()}");
        await screen.Button("Verify").First.ClickAsync();

        await Expect(screen.Text("1 check failed.")).ToBeVisibleAsync(Verifying);
        await screen.ShotAsync("keys-refused");
        await Expect(screen.Button("Use this key")).ToHaveCountAsync(0);
        Assert.Equal(before.HumaClientSecret, (await organization.ConnectionAsync(Cancellation)).HumaClientSecret);
        Assert.Empty(screen.Faults);
    }
}
