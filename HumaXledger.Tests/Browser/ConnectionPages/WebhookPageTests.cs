using HumaXledger.Portal.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using Microsoft.Playwright;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>Webhook set-up by an administrator, and trying it from the sandbox page.</summary>
public sealed class WebhookPageTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    [Fact]
    public async Task Settings_MakeSecretAndToken_ShowsThemOnceAndTheMessageAsItComes()
    {
        var connection = await portal.AddConnectionAsync("Fjellheim webhook", "801");
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync($"/connections/{connection}/settings/webhook");
        await Assertions.Expect(screen.Text("Not set up")).ToBeVisibleAsync();

        await screen.Button("Create secret and token").ClickAsync();

        await Assertions.Expect(screen.Text("Waiting for the first message from Huma")).ToBeVisibleAsync();
        await screen.ShotAsync("webhook-made");
        await screen.AssertAccessibleAsync();
        var (url, secret, token) = (
            await ShownAsync(screen, "URL"),
            await ShownAsync(screen, "Client secret"),
            await ShownAsync(screen, "Access token")
        );
        Assert.StartsWith(new Uri(portal.Url, "webhooks/huma/").ToString(), url, StringComparison.Ordinal);

        // Huma, with the settings entered there.
        portal.World.Webhook.Options = new()
        {
            Url = url,
            Secret = secret,
            Token = token,
        };
        var person = portal.World.Catalogue.Pairs.First(pair => pair.Agrees).HumaId!.Value;
        portal.World.EditInHuma(person, SandboxField.Gender, "Other");

        await Assertions
            .Expect(screen.Page.GetByRole(AriaRole.Cell, new() { Name = "users-update" }).First)
            .ToBeVisibleAsync();
        await Assertions.Expect(screen.Text("Last message from Huma:")).ToBeVisibleAsync();

        await screen.Page.ReloadAsync();
        await Assertions.Expect(screen.Text("They cannot be shown again.")).ToBeVisibleAsync();
        Assert.DoesNotContain(secret, await screen.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, await screen.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(portal.Log.Lines, line =>
            line.Contains(secret, StringComparison.Ordinal) || line.Contains(token, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Settings_MakeNewOnes_AsksFirstAndShowsWhenTheEarlierOnesExpire()
    {
        var connection = await portal.AddConnectionAsync("Fjellheim rotation", "802");
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync($"/connections/{connection}/settings/webhook");
        await screen.Button("Create secret and token").ClickAsync();
        var before = await ShownAsync(screen, "Client secret");

        await screen.Button("Create new secret and token …").ClickAsync();
        await screen
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Create new secret and token" })
            .ClickAsync();

        await Assertions.Expect(screen.Text("The old ones work until")).ToBeVisibleAsync();
        Assert.NotEqual(before, await ShownAsync(screen, "Client secret"));
    }

    [Fact]
    public async Task Sandbox_SendEventsToAConnection_DeliversAndShowsTheAnswer()
    {
        var connection = await portal.AddConnectionAsync("Fjellheim live", "803");
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/sandbox");
        await screen.Page.GetByRole(AriaRole.Link, new() { Name = "Webhook", Exact = true }).ClickAsync();
        await screen.Labelled("Connection").SelectOptionAsync($"{connection}");

        await screen.Button("Send events to this connection").ClickAsync();
        await Assertions.Expect(screen.Text("Events are sent to Fjellheim live")).ToBeVisibleAsync();
        await screen.Labelled("Signature written as").SelectOptionAsync("Base64");
        await screen.Page.GetByLabel("sha256= in front of the signature").CheckAsync();
        await screen.Button("Export everyone").ClickAsync();

        await Assertions
            .Expect(screen.Page.GetByRole(AriaRole.Cell, new() { Name = "200", Exact = true }).First)
            .ToBeVisibleAsync();
        await screen.ShotAsync("sandbox-webhook");
        await screen.AssertAccessibleAsync();
        await portal.World.Webhook.WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.All(portal.World.Webhook.Deliveries.Where(delivery => delivery.Topic == "users-export"), delivery =>
            Assert.Equal(200, delivery.Status)
        );
        await screen.Button("Stop sending").ClickAsync();
        await Assertions.Expect(screen.Text("Events are not sent anywhere")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Endpoint_InTheWholePortal_AnswersWithAStatusAndNothingElse()
    {
        using var http = new HttpClient { BaseAddress = portal.Url };
        var address = HumaEndpoint.PathOf(new string('A', 43));

        using var unknown = await http.PostAsync(
            address,
            new StringContent("{}"),
            TestContext.Current.CancellationToken
        );
        using var read = await http.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal((404, 405), ((int)unknown.StatusCode, (int)read.StatusCode));
        Assert.Empty(await unknown.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await read.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static Task<string> ShownAsync(Screen screen, string what) =>
        screen.Page.Locator($"dt:text-is('{what}') + dd code").InnerTextAsync();
}
