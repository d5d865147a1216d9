using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>Disconnecting in the browser.</summary>
public sealed class DisconnectTests(Chromium chromium, OrganizationWithWebhook organization)
    : IClassFixture<OrganizationWithWebhook>
{
    private const string Name = "Fjellheim Norge AS";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Disconnect_WithTheNameTyped_RemovesTheSecretsAndKeepsThePagesReadable()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/disconnect"));
        await screen.Link("Disconnect …").ClickAsync();
        await Expect(screen.Heading($"Disconnect {Name}")).ToBeVisibleAsync();
        await Expect(screen.Text("Everything in Huma and Xledger. Nothing is changed there.")).ToBeVisibleAsync();
        await screen.ShotAsync("disconnect");
        await screen.Labelled($"Type the name of the connection: {Name}").FillAsync("Fjellheim");
        await Expect(screen.Button("Disconnect permanently")).ToBeDisabledAsync();
        await screen.Labelled($"Type the name of the connection: {Name}").FillAsync(Name);
        // Two clicks before any response: logged once.
        await screen.Button("Disconnect permanently").EvaluateAsync("button => { button.click(); button.click(); }");

        await Expect(screen.Text("This connection is disconnected")).ToBeVisibleAsync();
        var ended = await organization.ConnectionAsync(Cancellation);
        Assert.Equal(
            ("", "", "Local administrator"),
            (ended.XledgerToken.Cipher, ended.HumaClientSecret.Cipher, ended.DisconnectedBy)
        );
        var logged = await organization
            .Portal.Get<ActivityLog>()
            .ReadAsync(organization.ConnectionId, 0, 50, Cancellation);
        Assert.Single(logged.Records, act => act.What == ActivityCodes.ConnectionDisconnected);
        organization.EditInHuma(organization.Take(1)[0], SandboxField.JobTitle, "Husvert");
        await organization.World.Webhook.WhenIdleAsync(Cancellation);
        Assert.Equal(404, organization.World.Webhook.Deliveries[^1].Status);
        await Expect(screen.Link("Sync users")).ToBeHiddenAsync();
        await Expect(screen.Button("Pause")).ToBeHiddenAsync();
        await screen.ShotAsync("disconnected");
        await screen.AssertAccessibleAsync();
        await screen.GoAsync(organization.Page("settings"));
        await Expect(screen.Labelled("Name of the connection")).ToBeDisabledAsync();
        await Expect(screen.Button("Save")).ToBeDisabledAsync();
        await screen.ShotAsync("disconnected-settings");
        await screen.GoAsync(organization.Page("sync"));
        await Expect(screen.Text("This connection is disconnected")).ToBeVisibleAsync();
        await Expect(screen.Page.Locator("ol.ui-steps")).ToHaveCountAsync(0);
        await screen.GoAsync(organization.Page("runs"));
        await Expect(screen.Link("Synchronization 1")).ToBeVisibleAsync();
        await screen.GoAsync("/");
        await Expect(screen.Page.GetByText("Disconnected", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }
}
