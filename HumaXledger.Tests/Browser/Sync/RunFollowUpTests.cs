using System.Text.RegularExpressions;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Sync;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// Actions around and after a run in the browser: pilot, stop and continue, retry, decide again, undo.
/// </summary>
public sealed partial class RunFollowUpTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private const string Title = "Fagansvarlig";

    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxWorld World => organization.Portal.World;

    [Fact]
    public async Task Pilot_OfOnePerson_ShowsTheReadBackAndTheRestWaitsForConfirmation()
    {
        var people = organization.Take(3);
        await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await ToReviewAsync(screen);
        await screen.Button("Try with a few people first").ClickAsync();
        await screen.Labelled($"Try with {organization.NameOf(people[0])} first").CheckAsync();
        await Expect(screen.Heading("Exactly this change is written")).ToBeVisibleAsync();
        await LookAsync(screen, "pilot-choice");
        await screen.Button("Try with 1 person").ClickAsync();

        await Expect(screen.Text("The rest awaits your approval")).ToBeVisibleAsync(Long);
        Assert.Equal((Title, false), (InXledger(people[0]), InXledger(people[1]) == Title));
        await LookAsync(screen, "pilot-result");
        await screen.GoAsync("/");
        await screen.GoAsync(organization.Page("sync"));
        await Expect(screen.Heading("All 2 changes")).ToBeVisibleAsync(Long);
        await LookAsync(screen, "pilot-rest");
        await new SyncScreen(screen).SynchronizeAsync();

        await Expect(screen.Text("This is the rest after trying with a few people")).ToBeVisibleAsync(Long);
        Assert.All(people, person => Assert.Equal(Title, InXledger(person)));
        await screen.GoAsync(organization.Page("runs"));
        await Expect(screen.Text("Tried with a few people").First).ToBeVisibleAsync();
        await LookAsync(screen, "runs");
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Held_DecidedAgainForOneAndForAll_WritesTheChoices()
    {
        var people = organization.Take(3);
        var session = await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        foreach (var person in people)
        {
            World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Husvert");
        }

        var run = await organization.Portal.ApplyAsync(session, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"runs/{run}"));
        await screen.Button("Write the reviewed values").ClickAsync();
        await Expect(screen.Text("3 held, 3 to write, 0 to leave")).ToBeVisibleAsync();
        await screen
            .Page.GetByRole(
                AriaRole.Group,
                new() { Name = $"What is right for Job title of {organization.NameOf(people[0])}?" }
            )
            .GetByRole(AriaRole.Radio, new() { Name = "Keep the current value" })
            .CheckAsync();
        await Expect(screen.Text("3 held, 2 to write, 1 to leave")).ToBeVisibleAsync();
        await LookAsync(screen, "held");
        await screen.Link("Review 2 values to write …").ClickAsync();
        await Expect(screen.Heading("2 values are written")).ToBeVisibleAsync(Long);
        await LookAsync(screen, "held-review");
        await screen.Button("Write 2 values").ClickAsync();

        await Expect(screen.Text("Writes values that were held")).ToBeVisibleAsync(Long);
        Assert.Equal(["Husvert", Title, Title], people.Select(InXledger));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Undo_OfAValueAndThenOfTheRun_RestoresTheEarlierValues()
    {
        var people = organization.Take(2);
        var before = people.Select(InXledger).ToList();
        var run = await organization.Portal.ApplyAsync(
            await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation),
            Cancellation
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"runs/{run}"));
        await screen.Link($"Undo value: Job title, {organization.NameOf(people[0])}").ClickAsync();
        await Expect(screen.Heading("1 value is restored")).ToBeVisibleAsync(Long);
        await screen.Button("Undo 1 change").ClickAsync();
        await Expect(screen.Text("Undoes synchronization")).ToBeVisibleAsync(Long);
        Assert.Equal((before[0], Title), (InXledger(people[0]), InXledger(people[1])));

        await screen.GoAsync(organization.Page($"runs/{run}"));
        await LookAsync(screen, "undone-in-part");
        await screen.Link("Undo this synchronization …").ClickAsync();
        await Expect(screen.Heading("1 value is restored")).ToBeVisibleAsync(Long);
        await LookAsync(screen, "undo");
        await screen.Button("Undo 1 change").ClickAsync();
        await Expect(screen.Text("Undoes synchronization")).ToBeVisibleAsync(Long);
        await LookAsync(screen, "undone");
        await Expect(screen.Text("E-mail sent to administrator@example.com")).ToBeVisibleAsync(Long);

        Assert.Equal(before, people.Select(InXledger));
        await screen.GoAsync(organization.Page($"runs/{run}/undo"));
        await Expect(screen.Text("Already undone.")).ToBeVisibleAsync();
        await LookAsync(screen, "undone-already");
        await screen.GoAsync("/mail");
        var mail = screen.Page.GetByRole(AriaRole.Link, new() { NameRegex = UndoMail() }).First;
        await Expect(mail).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Undo_ValueThatCannotBeRestored_IsShownInEveryThemeAndLanguage()
    {
        var person = organization.Take(1);
        World.EditInXledger(person[0].EmployeeDbId, SandboxField.Address, null);
        var hired = World.HireInHuma();
        var session = await organization.ReviewedAsync(
            person,
            SandboxField.Address,
            "Nygata 7; 0155; Oslo; NO",
            Cancellation
        );
        var run = await organization.Portal.ApplyAsync(
            await organization.AddingAsync(session, hired, Cancellation),
            Cancellation
        );
        foreach (
            var (locale, colours, phone) in new[]
            {
                ("en-GB", ColorScheme.Dark, true),
                ("nb-NO", ColorScheme.Light, false),
                ("sv-SE", ColorScheme.Light, true),
            }
        )
        {
            await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
            await screen.GoAsync(organization.Page($"runs/{run}/undo"));
            await Expect(screen.Page.Locator(".ui-table, .ui-table-cards").First).ToBeVisibleAsync(Long);
            await LookAsync(screen, $"undo-cannot-{locale}");
            await screen.GoAsync(organization.Page($"runs/{run}"));
            await LookAsync(screen, $"run-{locale}");
            Assert.Empty(screen.Faults);
        }
    }

    [Fact]
    public async Task Stop_AndContinue_IsOneClickEach()
    {
        var people = organization.Take(30);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, Title));
        }

        await organization.Portal.ConfirmGuardsAsync(
            await organization.ChooseAsync(people, FieldChoice.UseXledger, Cancellation),
            Cancellation
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await ToReviewAsync(screen);
        using (var gate = WriteGate.Close(World))
        {
            await new SyncScreen(screen).SynchronizeAsync();
            await Expect(screen.Text("Writing to Huma.")).ToBeVisibleAsync(Long);
            await screen.Button("Stop after this batch").ClickAsync();
            await Expect(screen.Heading("Stopping after this batch")).ToBeVisibleAsync();
            gate.Open();
        }

        await Expect(screen.Button("Continue the synchronization")).ToBeVisibleAsync(Long);
        Assert.InRange(people.Count(person => InHuma(person) == Title), 1, people.Count - 1);
        await LookAsync(screen, "stopped");
        await screen.Button("Continue the synchronization").ClickAsync();

        await Expect(screen.Text("Continues synchronization")).ToBeVisibleAsync(Long);
        await Expect(screen.Button("Continue the synchronization")).ToBeHiddenAsync();
        Assert.All(people, person => Assert.Equal(Title, InHuma(person)));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Retry_OfTheRefused_IsOneClickAndOfferedOnce()
    {
        var person = organization.Take(1);
        var session = await organization.ReviewedAsync(person, SandboxField.EmploymentId, "990077", Cancellation);
        var rival = World.HireInXledger();
        Assert.Equal(EditOutcome.Done, World.EditInXledger(rival, SandboxField.EmploymentId, "990077"));
        var run = await organization.Portal.ApplyAsync(session, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"runs/{run}"));
        await LookAsync(screen, "refused");
        Assert.Equal(EditOutcome.Done, World.EditInXledger(rival, SandboxField.EmploymentId, "990078"));
        await screen.Button("Try the failed ones again").ClickAsync();

        await Expect(screen.Text("New attempt for what was rejected or failed")).ToBeVisibleAsync(Long);
        Assert.Equal("990077", World.PersonByEmployee(person[0].EmployeeDbId)!.Xledger[SandboxField.EmploymentId]);
        await screen.GoAsync(organization.Page($"runs/{run}"));
        await Expect(screen.Text("was tried again in synchronization")).ToBeVisibleAsync();
        await Expect(screen.Button("Try the failed ones again")).ToBeHiddenAsync();
        Assert.Empty(screen.Faults);
    }

    private async Task ToReviewAsync(Screen screen)
    {
        await screen.GoAsync(organization.Page("sync"));
        await new SyncScreen(screen).GoToAsync("Review");
        await Expect(new SyncScreen(screen).Synchronize).ToBeVisibleAsync(Long);
    }

    private string? InXledger(Someone person) =>
        World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(SandboxField.JobTitle);

    private string? InHuma(Someone person) =>
        World.PersonByHumaId(person.HumaId)!.Huma.GetValueOrDefault(SandboxField.JobTitle);

    // At both widths: accessible, no horizontal overflow, no resource keys.
    private static async Task LookAsync(Screen screen, string page)
    {
        var size = screen.Page.ViewportSize!;
        foreach (var width in new[] { 390, 1280 })
        {
            await screen.Page.SetViewportSizeAsync(width, 800);
            await screen.ShotAsync($"after-run-{page}-{width}");
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

    [GeneratedRegex(@"^HumaXledger: synchronization [0-9]+ of Fjellheim Norge AS is undone \(no\. [0-9]+\)")]
    private static partial Regex UndoMail();
}
