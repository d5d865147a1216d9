using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Sync;
using HumaXledger.Tests.Sync.Connections;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>
/// An active connection in the browser: Huma's webhook over real HTTP, the worker, Xledger, and pages that update
/// without a reload.
/// </summary>
public sealed class ActiveConnectionTests(Chromium chromium, OrganizationWithWebhook organization)
    : IClassFixture<OrganizationWithWebhook>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Phone_ChangedOnTheSandboxPage_ArrivesInXledgerAndOnBothPagesWithoutReloading()
    {
        var person = organization.Take(1)[0];
        var name = organization.NameOf(person);
        await using var watching = await Screen.OpenAsync(chromium, organization.Portal);
        await watching.GoAsync(organization.Page());
        await Expect(watching.Heading("Latest changes")).ToBeVisibleAsync(Long);
        await using var history = await Screen.OpenAsync(chromium, organization.Portal);
        await history.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        await Expect(history.Heading(Words.English<TimelineText>("Title"))).ToBeVisibleAsync(Long);
        await Expect(history.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Written to Xledger" }))
            .ToHaveCountAsync(0);
        await using var sandbox = await Screen.OpenAsync(chromium, organization.Portal);
        await sandbox.GoAsync("/sandbox");
        await sandbox
            .Page.GetByRole(AriaRole.Link, new() { Name = "People in both systems", Exact = true })
            .ClickAsync();
        await sandbox
            .Page.GetByRole(AriaRole.Searchbox)
            .FillAsync(organization.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Email]);
        await sandbox.Page.Keyboard.PressAsync("Enter");
        await sandbox.Link($"Open {organization.World.PersonByHumaId(person.HumaId)!.Name}").ClickAsync();
        await sandbox.Labelled("Phone number, Huma").FillAsync("+47 401 23 987");
        await sandbox.Button("Save").ClickAsync();

        var line = watching
            .Page.GetByRole(AriaRole.List, new() { Name = "Latest changes" })
            .GetByRole(AriaRole.Listitem)
            .Filter(new() { HasText = name })
            .First;
        await Expect(line).ToContainTextAsync("in Xledger after", new() { Timeout = 120_000 });
        await Expect(line).ToContainTextAsync("Phone number");
        await Expect(line).ToContainTextAsync("401 23 987");
        Assert.Equal("+47 401 23 987", organization.InXledger(person, SandboxField.Phone));
        await Expect(watching.Text("half within").First).ToBeVisibleAsync();
        var reported = history.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Written to Xledger" }).First;
        await reported.GetByText("show the steps").ClickAsync();
        var steps = reported.GetByRole(AriaRole.List, new() { Name = "Steps" }).GetByRole(AriaRole.Listitem);
        await Expect(steps).ToContainTextAsync(["Received", "Read", "Compared", "Written", "Confirmed"]);
        await Expect(steps.Filter(new() { HasText = "–" })).ToHaveCountAsync(0);
        await LookAsync(watching, "overview");
        await LookAsync(history, "person");
        Assert.Empty(watching.Faults.Concat(history.Faults));
    }

    [Fact]
    public async Task Paused_ChangesWaitAndArriveAfterResume()
    {
        var person = organization.Take(1)[0];
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("changes"));
        await screen.Button("More actions").ClickAsync();
        await screen.Button("Pause").ClickAsync();
        await Expect(screen.Text("This connection is paused")).ToBeVisibleAsync();
        await Expect(screen.Text("By Local administrator")).ToBeVisibleAsync();
        organization.EditInHuma(person, SandboxField.JobTitle, "Husvert");

        await Expect(screen.Link(organization.NameOf(person))).ToBeVisibleAsync(Long);
        await LookAsync(screen, "paused");
        Assert.NotEqual("Husvert", organization.InXledger(person, SandboxField.JobTitle));
        await screen.Button("Resume").ClickAsync();

        await Expect(screen.Text("Nothing waiting.")).ToBeVisibleAsync(Long);
        Assert.Equal("Husvert", organization.InXledger(person, SandboxField.JobTitle));
        await Expect(screen.Text("This connection is paused")).ToBeHiddenAsync();
        await screen.GoAsync(organization.Page("activity"));
        await Expect(screen.Text("Paused the connection")).ToBeVisibleAsync();
        await Expect(screen.Text("Resumed the connection")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task HeldValue_OfARuleThatAsks_IsApprovedForOneAndRejectedForAll()
    {
        var people = organization.Take(3);
        await organization.AskAboutAsync(Field.JobTitle, PolicyRule.Ask, Cancellation);
        var before = people.Select(JobTitle).ToList();
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("changes?list=Held"));
        await Expect(screen.Text("No values await approval.")).ToBeVisibleAsync();
        foreach (var person in people)
        {
            organization.EditInHuma(person, SandboxField.JobTitle, "Prosjektleder");
        }

        await Expect(screen.Text("For all 3 values:")).ToBeVisibleAsync(Long);
        await LookAsync(screen, "held");
        await screen.Button($"Use Huma: Job title of {organization.NameOf(people[1])}").ClickAsync();
        await Expect(screen.Text("For all 2 values:")).ToBeVisibleAsync(Long);
        await screen.Button("Leave as it is").First.ClickAsync();
        await Expect(screen.Text("2 values stay as they are in both systems until they change in Huma again"))
            .ToBeVisibleAsync();
        await screen
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Leave as it is" })
            .ClickAsync();
        await Expect(screen.Text("No values await approval.")).ToBeVisibleAsync(Long);

        await screen.GoAsync(organization.Page($"people/h-{people[1].HumaId}"));
        await Expect(screen.Text("Written to Xledger").First).ToBeVisibleAsync(Long);
        Assert.Equal([before[0], "Prosjektleder", before[2]], people.Select(JobTitle));
        await organization.AskAboutAsync(Field.JobTitle, PolicyRule.HumaWins, Cancellation);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Guard_Tripped_IsConfirmedByName()
    {
        var people = organization.Take(2);
        await organization
            .Portal.Get<ConnectionSettings>()
            .ChangeAsync(
                organization.ConnectionId,
                values => values.With(GuardKind.ValuesCleared, new GuardLimit(0, null)),
                ConnectedPortal.Administrator,
                Cancellation
            );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("changes?list=Held"));
        foreach (var person in people)
        {
            organization.EditInHuma(person, SandboxField.Phone, null);
        }

        await Expect(screen.Text("Values emptied: 2 people stopped")).ToBeVisibleAsync(Long);
        Assert.All(people, person => Assert.NotNull(organization.InXledger(person, SandboxField.Phone)));
        await LookAsync(screen, "guard");
        await screen.Button("Confirm: Values emptied").ClickAsync();
        await Expect(screen.Text("changes for 2 people are written to Xledger now")).ToBeVisibleAsync();
        await screen.Button("Yes, write the changes").ClickAsync();

        await Expect(screen.Text("Values emptied: 2 people stopped")).ToBeHiddenAsync(new() { Timeout = 120_000 });
        await screen.GoAsync(organization.Page("changes?list=Waiting"));
        await Expect(screen.Text("Nothing waiting.")).ToBeVisibleAsync(Long);
        Assert.All(people, person => Assert.Null(organization.InXledger(person, SandboxField.Phone)));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task SyncThisPersonNow_WithoutAWebhookMessage_ShowsTheOutcome()
    {
        var person = organization.Take(1)[0];
        var webhook = organization.World.Webhook.Options;
        organization.World.Webhook.Options = new();
        organization.EditInHuma(person, SandboxField.JobTitle, "Vaktmester");
        organization.World.Webhook.Options = webhook;
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        await screen.Button("Sync this person now").ClickAsync();

        await Expect(screen.Text("Done. The changes are in Xledger.")).ToBeVisibleAsync(Long);
        Assert.Equal("Vaktmester", JobTitle(person));
        await Expect(screen.Text("requested by Local administrator")).ToBeVisibleAsync();
        await screen.Button("Sync this person now").ClickAsync();
        await Expect(screen.Text("Done. There was nothing to write.")).ToBeVisibleAsync(Long);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Failed_RetriedForOneAndForAll_AreProcessed()
    {
        var people = organization.Take(3);
        await organization.FailAsync(people, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("changes?list=Failed"));
        await Expect(screen.Text("The person could not be read in Huma").First).ToBeVisibleAsync();
        await screen.Button($"Try now: {organization.NameOf(people[0])}").ClickAsync();
        await Expect(screen.Button("Try all 2 now")).ToBeVisibleAsync(Long);
        await screen.Button("Try all 2 now").ClickAsync();

        await Expect(screen.Text("Nothing failed.")).ToBeVisibleAsync(Long);
        await screen.GoAsync(organization.Page($"people/h-{people[2].HumaId}"));
        await Expect(screen.Text("Nothing to write")).ToBeVisibleAsync(Long);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task LeaverRule_Chosen_IsSaved()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/fields"));
        await Expect(screen.Page.GetByRole(AriaRole.Radio, new() { Name = "Only report it" })).ToBeCheckedAsync();
        await screen
            .Page.GetByRole(AriaRole.Radio, new() { Name = "Set the employment end date in Xledger" })
            .CheckAsync();
        await screen.Button("Save").ClickAsync();

        await Expect(screen.Text("It applies from the next time the systems are read.")).ToBeVisibleAsync();
        Assert.Equal(LeaverRule.SetEndDate, (await organization.ConnectionAsync(Cancellation)).Leavers);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Runs_OfInboundSync_AreShownOnlyOnRequest()
    {
        var person = organization.Take(1)[0];
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("runs"));
        await Expect(screen.Link("Synchronization 1")).ToBeVisibleAsync();
        organization.EditInHuma(person, SandboxField.JobTitle, "Kontorleder");
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Changes from Huma") }).ClickAsync();
        var fromHuma = screen.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Changes from Huma" }).First;

        await Expect(fromHuma).ToBeVisibleAsync(Long);
        await fromHuma.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(screen.Text("Started automatically by changes in Huma")).ToBeVisibleAsync();
        await LookAsync(screen, "run-from-huma");
        await screen.GoAsync(organization.Page("runs"));
        await Expect(fromHuma).ToBeHiddenAsync();
        await Expect(screen.Link("Synchronization 1")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    private string? JobTitle(Someone person) => organization.InXledger(person, SandboxField.JobTitle);

    // At both widths: accessible, no horizontal overflow, no resource keys.
    private static async Task LookAsync(Screen screen, string page)
    {
        var size = screen.Page.ViewportSize!;
        foreach (var width in new[] { 390, 1280 })
        {
            await screen.Page.SetViewportSizeAsync(width, 800);
            await screen.ShotAsync($"active-{page}-{width}");
            await screen.AssertNoSidewaysScrollAsync();
        }

        await screen.Page.SetViewportSizeAsync(size.Width, size.Height);
        IReadOnlyList<string> faults =
        [
            .. await Axe.ViolationsAsync(screen.Page),
            .. await PageWords.KeysShownAsync(screen.Page),
        ];
        Assert.True(faults.Count == 0, $"{page}: {string.Join('\n', faults)}");
    }
}
