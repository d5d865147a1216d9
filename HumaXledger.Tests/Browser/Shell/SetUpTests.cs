using System.Text.RegularExpressions;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Portal.Components.Pages.SetUp;
using HumaXledger.Portal.Hosting;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>The set-up wizard in the browser, on the sandbox.</summary>
public sealed class SetUpTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>, IAsyncLifetime
{
    private const string Authority = "I confirm that I have the authority to connect these systems";

    private static readonly LocatorAssertionsToBeVisibleOptions Verifying = new() { Timeout = 120_000 };
    private static readonly PageAssertionsToHaveURLOptions Saving = new() { Timeout = 120_000 };

    // All tests of the Portal have one user, and so one draft.
    public async ValueTask InitializeAsync() => await portal.ClearSetUpsAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private SandboxWorld World => portal.Services.GetRequiredService<SandboxHost>().World!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SetUp_EverythingRight_EstablishesAConnectionAndGoesToTheComparison(bool phone)
    {
        var look = phone ? "390" : "1280";
        await using var screen = await Screen.OpenAsync(chromium, portal, phone: phone);
        await screen.GoAsync("/connections/new");
        await Expect(screen.Page).ToHaveURLAsync(new Regex("/connections/new/token$"));
        await Expect(
                phone
                    ? screen
                        .Page.GetByRole(AriaRole.Listitem)
                        .Filter(new() { HasTextRegex = new Regex("Human Resources › Employee[^›]*Read \\+ Write") })
                    : screen.Page.GetByRole(
                        AriaRole.Row,
                        new() { NameRegex = new Regex("Human Resources.*Employee.*needed.*needed") }
                    )
            )
            .ToBeVisibleAsync();
        await KeepAsync(screen, $"setup-1-token-{look}");

        await screen.Button("Next").ClickAsync();
        await FillAsync(screen, token: $"  {Token(phone ? "another entity" : "Full rights, Fjellheim Norge AS")}\n");
        await KeepAsync(screen, $"setup-2-connect-{look}");
        await screen.Button("Verify").ClickAsync();
        await Expect(screen.Text("Everything needed is in place.")).ToBeVisibleAsync(Verifying);
        await Expect(screen.Labelled("API token")).ToHaveCountAsync(0);
        await Expect(screen.Labelled("Name of the connection"))
            .ToHaveValueAsync(phone ? "Fjellheim Sverige AB" : "Fjellheim Norge AS");
        await ChooseAsync(screen, "People in Huma", phone ? "(team)" : "(company)");
        await screen.Labelled("Name of the connection").FillAsync($"Fjellheim {look}");
        await KeepAsync(screen, $"setup-3-verified-{look}");
        await screen.Text("cannot be tested beforehand").ClickAsync();
        await Expect(screen.Text("Common › Contact › Write")).ToBeVisibleAsync();
        await KeepAsync(screen, $"setup-3-checks-{look}");

        await screen.Button("Next").ClickAsync();
        await screen.Page.GetByText("Yes, add them automatically").ClickAsync();
        await Expect(screen.Text("Teamtailor")).ToBeVisibleAsync();
        await KeepAsync(screen, $"setup-4-new-people-{look}");
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("Check and save")).ToBeVisibleAsync();
        await screen.Page.GetByText(Authority).ClickAsync();
        await KeepAsync(screen, $"setup-5-save-{look}");
        await screen.UseColoursAsync(ColorScheme.Dark);
        await KeepAsync(screen, $"setup-5-save-{look}-dark");
        await screen.UseColoursAsync(ColorScheme.Light);
        await screen.Button("Save").ClickAsync();

        await Expect(screen.Page).ToHaveURLAsync(new Regex("/connections/[0-9a-f-]{36}/sync"), Saving);
        await Expect(screen.Text("Nothing has been written yet.")).ToBeVisibleAsync();
        var stored = await portal.ConnectionAsync($"Fjellheim {look}");
        Assert.Equal(ConnectionState.Established, stored.State);
        Assert.True(stored.AddNewPeople);
        Assert.NotNull(stored.HumaGroupId);
        Assert.Equal("Local administrator", stored.AuthorityConfirmedBy);
        Assert.DoesNotContain(World.FullXledgerToken.Text, stored.XledgerToken.Cipher, StringComparison.Ordinal);
        Assert.DoesNotContain(World.FullHumaKey.Text, stored.HumaClientSecret.Cipher, StringComparison.Ordinal);
        foreach (var (path, name) in new[] { ("/", "home-connected"), ("/connections", "connections-connected") })
        {
            await screen.GoAsync(path);
            await Expect(screen.Link($"Fjellheim {look}")).ToBeVisibleAsync();
            await Expect(
                    screen
                        .Page.GetByRole(AriaRole.Article)
                        .Filter(new() { HasText = $"Fjellheim {look}" })
                        .GetByText("Not synchronized yet")
                )
                .ToBeVisibleAsync();
            await KeepAsync(screen, $"{name}-{look}");
        }

        // No person is linked yet, so there are no announced changes.
        await screen.GoAsync($"/connections/{stored.Id}/coming-up");
        await Expect(screen.Text("Announced changes are listed here after the first synchronization"))
            .ToBeVisibleAsync();
        await Expect(screen.Text("Nothing is announced")).ToHaveCountAsync(0);
        await Expect(screen.Link("Sync users")).ToHaveAttributeAsync("href", $"/connections/{stored.Id}/sync");
        await KeepAsync(screen, $"coming-up-not-yet-{look}");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task SetUp_PeopleOfAnotherConnection_NamesItAndGoesNoFurther()
    {
        var token = Token("another entity");
        var entity = World.Xledger.Tokens.All().First(known => known.Text == token).EntityOwnerDbId;
        var other = await portal.AddConnectionAsync("Sweden already", $"{entity}");
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await OpenConnectAsync(screen);
        await FillAsync(screen, token);
        await screen.Button("Verify").ClickAsync();

        await Expect(
                screen.Page.GetByText(
                    new Regex("These connections already cover some of the same people: .*Sweden already")
                )
            )
            .ToBeVisibleAsync(Verifying);
        await Expect(screen.Link("Sweden already")).ToHaveAttributeAsync("href", $"/connections/{other}");
        await screen.Labelled("Name of the connection").FillAsync("Sweden again");
        await KeepAsync(screen, "setup-overlap");
        await screen.Button("Next").ClickAsync();

        await Expect(screen.Text("Choose another group or entity.").Last).ToBeVisibleAsync();
        await Expect(screen.Labelled("People in Huma")).ToBeFocusedAsync();
        await Expect(screen.Page).ToHaveURLAsync(new Regex("/connections/new/connect$"));
        await portal.RemoveConnectionAsync(other);
    }

    [Theory]
    [InlineData("token abcdefghijklmnopqrstuvwxyz", "without the word before it")]
    [InlineData("abcdefghij klmnopqrstuvwxyz", "There is a space or a line break inside the token")]
    [InlineData("abcdefghijklmnopqrstuvwxyz!", "The token contains a character that Xledger tokens never have")]
    [InlineData("abcdef", "This is too short for an Xledger token")]
    public async Task SetUp_MalformedToken_IsRefusedAtOnceWithTheProblem(string token, string message)
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await OpenConnectAsync(screen);

        await screen.Labelled("API token").FillAsync(token);
        await screen.Labelled("API token").BlurAsync();

        await Expect(screen.Text(message)).ToBeVisibleAsync();
        await Expect(screen.Labelled("API token")).ToHaveAttributeAsync("aria-invalid", "true");
        await screen.AssertAccessibleAsync();
    }

    [Fact]
    public async Task SetUp_RightMissing_NamesItAsXledgerDoesAndWhereToGrantIt()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await OpenConnectAsync(screen);
        await FillAsync(screen, Token("Contact read missing"));

        await screen.Button("Verify").ClickAsync();

        await Expect(screen.Text("2 checks failed.")).ToBeVisibleAsync(Verifying);
        var line = screen
            .Page.GetByRole(AriaRole.Listitem)
            .Filter(new() { HasTextRegex = new Regex("Failed\\s*Common › Contact › Read") });
        await Expect(line).ToContainTextAsync("The token lacks a right: Common › Contact › read");
        await Expect(line).ToContainTextAsync("Administration › System Access › GraphQL › API tokens");
        await KeepAsync(screen, "setup-right-missing");
        await Expect(screen.Button("Next")).ToHaveCountAsync(0);
        // The next steps are not reached by their address either.
        await screen.Page.GotoAsync(new Uri(screen.Portal, "/connections/new/save").ToString());
        await Expect(screen.Heading("Connect")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("Expired", "Xledger rejected the token.")]
    [InlineData("Revoked", "Xledger rejected the token.")]
    public async Task SetUp_TokenRefusedByXledger_IsReported(string token, string message)
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await OpenConnectAsync(screen);
        await FillAsync(screen, Token(token));

        await screen.Button("Verify").ClickAsync();

        await Expect(screen.Text(message)).ToBeVisibleAsync(Verifying);
    }

    [Fact]
    public async Task SetUp_HumaSecretWrong_IsReportedWithWhereTheKeyIs()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await OpenConnectAsync(screen);
        await FillAsync(screen, World.FullXledgerToken.Text, secret: Guid.NewGuid().ToString());

        await screen.Button("Verify").ClickAsync();

        await Expect(screen.Text("Huma rejected the client ID and secret.")).ToBeVisibleAsync(Verifying);
    }

    [Fact]
    public async Task SetUp_CircuitResumed_GoesOnWhereItWas()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await VerifyAsync(screen);
        await screen.Labelled("Name of the connection").FillAsync("Kept by name");
        await screen.Labelled("Name of the connection").BlurAsync();
        await Expect(screen.Button("Discard set-up")).ToBeVisibleAsync();

        Assert.True(await screen.Page.EvaluateAsync<bool>("Blazor.pauseCircuit()"));
        Assert.True(await screen.Page.EvaluateAsync<bool>("Blazor.resumeCircuit()"));

        await Expect(screen.Labelled("Name of the connection")).ToHaveValueAsync("Kept by name");
        await Expect(screen.Text("Huma and Xledger are verified")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task SetUp_ReloadLanguageBackAndClosedTab_LoseNothing()
    {
        await using (var screen = await Screen.OpenAsync(chromium, portal))
        {
            await VerifyAsync(screen);
            await ChooseAsync(screen, "People in Huma", "(company)");
            await screen.Labelled("Name of the connection").FillAsync("Everything kept");
            await screen.Button("Next").ClickAsync();
            await Expect(screen.Heading("New people")).ToBeVisibleAsync();
            var before = await portal.SetUpChangedAtAsync();
            await screen.Page.GetByText("Yes, add them automatically").ClickAsync();
            // The browser checks the circle at once; the answer is stored a moment later.
            await Until.SoAsync(async () => await portal.SetUpChangedAtAsync() > before);

            await screen.Page.ReloadAsync();
            await Expect(screen.Radio("Yes, add them automatically")).ToBeCheckedAsync();
            await Expect(screen.Text(Words.English<SetUpText>("Continued"))).ToBeVisibleAsync();
            await KeepAsync(screen, "setup-continued");
            await screen.Button("Language: English").ClickAsync();
            await screen.Page.Locator("a[hreflang=nb]").ClickAsync();
            await Expect(screen.Heading("Nye personer")).ToBeVisibleAsync();
            await screen.Page.GoBackAsync();
            await screen.GoAsync("/connections/new/connect");
            await Expect(screen.Labelled("Navn på tilkoblingen")).ToHaveValueAsync("Everything kept");
        }

        await using var again = await Screen.OpenAsync(chromium, portal);
        await again.GoAsync("/");
        await KeepAsync(again, "home-set-up-begun");
        await again.Link("Continue set-up").ClickAsync();

        await Expect(again.Heading("New people")).ToBeVisibleAsync();
        await again.Button("Next").ClickAsync();
        await Expect(again.Page.GetByText("Everything kept", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(again.Text("cannot be tested beforehand")).ToBeVisibleAsync();
        var page = await again.Page.ContentAsync();
        Assert.DoesNotContain(World.FullXledgerToken.Text, page, StringComparison.Ordinal);
        Assert.DoesNotContain(World.FullHumaKey.Text, page, StringComparison.Ordinal);
        Assert.Empty(again.Faults);
    }

    [Fact]
    public async Task SetUp_ServerRestarted_GoesOnWhereItWasWithTheSecrets()
    {
        await using (var before = await Screen.OpenAsync(chromium, portal))
        {
            await VerifyAsync(before);
            await ChooseAsync(before, "People in Huma", "(company)");
            await before.Labelled("Name of the connection").FillAsync("Kept over a restart");
            await before.Button("Next").ClickAsync();
            await Expect(before.Heading("New people")).ToBeVisibleAsync();
        }

        await portal.RestartAsync(_ => Task.CompletedTask);

        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/connections/new");
        await Expect(screen.Heading("New people")).ToBeVisibleAsync();
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Page.GetByText("Kept over a restart", new() { Exact = true })).ToBeVisibleAsync();
        await screen.Page.GetByText(Authority).ClickAsync();
        await screen.Button("Save").ClickAsync();
        await Expect(screen.Page).ToHaveURLAsync(new Regex("/connections/[0-9a-f-]{36}/sync"), Saving);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task SetUp_ContinuedAfterAnHour_AsksForSecretsAloneAndKeepsTheRest()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await VerifyAsync(screen);
        await ChooseAsync(screen, "People in Huma", "(company)");
        await screen.Labelled("Name of the connection").FillAsync("Kept for a day");
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("New people")).ToBeVisibleAsync();
        await portal.EndSecretsOfSetUpsAsync();

        await screen.GoAsync("/connections/new");

        await Expect(screen.Text("Enter them again")).ToBeVisibleAsync();
        await KeepAsync(screen, "setup-secrets-ended");
        await Expect(screen.Labelled("API token")).ToHaveValueAsync("");
        await Expect(screen.Labelled("Client secret")).ToHaveValueAsync("");
        await Expect(screen.Labelled("Client ID")).ToHaveValueAsync($"{World.FullHumaKey.ClientId}");
        await FillAsync(screen, World.FullXledgerToken.Text);
        await screen.Button("Verify").ClickAsync();
        await Expect(screen.Labelled("Name of the connection"))
            .ToHaveValueAsync("Kept for a day", new() { Timeout = 120_000 });
        await Expect(screen.Labelled("People in Huma").Locator("option:checked"))
            .ToHaveTextAsync(new Regex("\\(company\\)"));
    }

    [Fact]
    public async Task SetUp_Discarded_BeginsAnew()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await VerifyAsync(screen);

        await screen.Button("Discard set-up").ClickAsync();
        await Expect(screen.Heading("Discard this set-up?")).ToBeVisibleAsync();
        await KeepAsync(screen, "setup-discard");
        await screen
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Discard set-up" })
            .ClickAsync();

        await Expect(screen.Heading("Get an API token")).ToBeVisibleAsync();
        await Expect(screen.Button("Discard set-up")).ToHaveCountAsync(0);
        await screen.GoAsync("/");
        await Expect(screen.Link("Set up").Or(screen.Link("Continue set-up"))).ToHaveTextAsync("Set up");
    }

    [Fact]
    public async Task SetUp_VeryLongPaste_IsRefusedInOneSentenceAndThePageGoesOn()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await OpenConnectAsync(screen);
        await screen.Labelled("Client ID").FillAsync("before");

        await chromium.Clipboard.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await screen.Page.EvaluateAsync("() => navigator.clipboard.writeText('x'.repeat(5 * 1024 * 1024))");
            await screen.Labelled("Client ID").FocusAsync();
            await screen.Page.Keyboard.PressAsync("Control+V");

            await Expect(screen.Text("That text is too long for any field here")).ToBeVisibleAsync();
        }
        finally
        {
            chromium.Clipboard.Release();
        }

        await Expect(screen.Labelled("Client ID")).ToHaveValueAsync("before");
        await screen.Labelled("API token").FillAsync(new string('x', 5 * 1024 * 1024));
        await Expect(screen.Labelled("API token")).ToHaveValueAsync("");
        await VerifyAsync(screen);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task SetUp_AuthorityNotConfirmed_StopsWithTheReason()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await VerifyAsync(screen, Token("Contact write missing"));
        await ChooseAsync(screen, "People in Huma", "(location)");
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("New people")).ToBeVisibleAsync();
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("Check and save")).ToBeVisibleAsync();

        await screen.Button("Save").ClickAsync();

        await Expect(screen.Text("Confirm that you have the authority.")).ToBeVisibleAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Checkbox, new() { Name = Authority })).ToBeFocusedAsync();
        await KeepAsync(screen, "setup-authority-missing");
    }

    [Fact]
    public async Task SetUp_KeyboardAlone_ReachesTheConfirmation()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, locale: "nb-NO");
        await screen.GoAsync("/connections/new");
        await TabToAsync(screen, screen.Button("Neste"));
        await screen.Page.Keyboard.PressAsync("Enter");

        await TabToAsync(screen, screen.Labelled("Klient-ID (Client ID)"));
        await screen.Page.Keyboard.InsertTextAsync(World.FullHumaKey.ClientId.ToString()!);
        await TabToAsync(screen, screen.Labelled("Klienthemmelighet (Client secret)"));
        await screen.Page.Keyboard.InsertTextAsync(World.FullHumaKey.Text);
        await TabToAsync(screen, screen.Labelled("API-token"));
        await screen.Page.Keyboard.InsertTextAsync(World.FullXledgerToken.Text);
        await TabToAsync(screen, screen.Button("Kontroller"));
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Text("Alt som trengs, er på plass.")).ToBeVisibleAsync(Verifying);

        await TabToAsync(screen, screen.Labelled("Personer i Huma"));
        await screen.Page.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(screen, screen.Button("Neste"));
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Heading("Nye personer")).ToBeFocusedAsync();
        await TabToAsync(screen, screen.Radio("Nei, jeg legger dem til selv når jeg synkroniserer"));
        await screen.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(screen.Radio("Ja, legg dem til automatisk")).ToBeCheckedAsync();
        await TabToAsync(screen, screen.Button("Neste"));
        await screen.Page.Keyboard.PressAsync("Enter");

        var box = screen.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Jeg bekrefter at jeg har fullmakt" });
        await TabToAsync(screen, box);
        await screen.Page.Keyboard.PressAsync("Space");
        await Expect(box).ToBeCheckedAsync();
        await KeepAsync(screen, "setup-5-save-nb");
    }

    private static async Task KeepAsync(Screen screen, string name)
    {
        await screen.ShotAsync(name);
        await screen.AssertAccessibleAsync();
        await screen.AssertNoSidewaysScrollAsync();
    }

    private static async Task OpenConnectAsync(Screen screen)
    {
        await screen.GoAsync("/connections/new/connect");
        await Expect(screen.Labelled("API token")).ToBeVisibleAsync();
    }

    private async Task VerifyAsync(Screen screen, string? token = null)
    {
        await OpenConnectAsync(screen);
        await FillAsync(screen, token ?? World.FullXledgerToken.Text);
        await screen.Button("Verify").ClickAsync();
        await Expect(screen.Text("Everything needed is in place.")).ToBeVisibleAsync(Verifying);
    }

    private async Task FillAsync(Screen screen, string token, string? secret = null)
    {
        await screen.Labelled("API token").FillAsync(token);
        await screen.Labelled("Client ID").FillAsync($" {World.FullHumaKey.ClientId} ");
        await screen.Labelled("Client secret").FillAsync(secret ?? World.FullHumaKey.Text);
        await screen.Labelled("Client secret").BlurAsync();
    }

    private static async Task ChooseAsync(Screen screen, string list, string part)
    {
        var options = await screen.Labelled(list).Locator("option").AllTextContentsAsync();
        await screen
            .Labelled(list)
            .SelectOptionAsync(
                new SelectOptionValue
                {
                    Label = options.First(option => option.Contains(part, StringComparison.Ordinal)),
                }
            );
    }

    /// <summary>Presses Tab until the element has the focus; fails after a number of tries.</summary>
    private static async Task TabToAsync(Screen screen, ILocator element)
    {
        await Expect(element).ToBeVisibleAsync();
        for (var press = 0; press < 40; press++)
        {
            if (
                await element.EvaluateAsync<bool>(
                    "element => element === document.activeElement || element.contains(document.activeElement)"
                )
            )
            {
                return;
            }

            await screen.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail("Forty presses of Tab did not reach the element.");
    }

    private string Token(string name) =>
        World.Credentials.First(credential => credential.Name.Contains(name, StringComparison.Ordinal)).Text;
}
