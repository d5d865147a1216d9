using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// What is shown is what is written: two windows on one review, double clicks, and clicks before the answer to the
/// first has arrived. Acts are counted in the database, not on the screen.
/// </summary>
public sealed class IdempotentActBrowserTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private const string Title = "Fagansvarlig";
    private const string Seen = "I have reviewed the changes";

    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxWorld World => organization.Portal.World;

    /// <summary>Ways of clicking again when the first click seems to be lost.</summary>
    public static TheoryData<string> Clicks => ["double", "late", "patient"];

    [Theory]
    [MemberData(nameof(Clicks))]
    public async Task Synchronize_DecidedDifferentlyInAnotherWindow_WritesNothingBeforeTheChangeIsSeen(string clicks)
    {
        var people = organization.Take(2);
        var before = people.Select(person => (InHuma(person), InXledger(person))).ToList();
        var session = await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        await using var mine = await Screen.OpenAsync(chromium, organization.Portal);
        await using var other = await Screen.OpenAsync(chromium, organization.Portal);
        await ToReviewAsync(mine);
        await other.GoAsync(organization.Page("sync"));
        await new SyncScreen(other).GoToAsync("Conflicts and missing values");
        await ShowOnlyAsync(other, people[0]);
        var choice = other.Page.GetByRole(
            AriaRole.Button,
            new() { NameRegex = new($"^Use Xledger: .*Job title, {organization.NameOf(people[0])}") }
        );
        await choice.ClickAsync();
        await Expect(choice).ToHaveAttributeAsync("aria-pressed", "true");
        // A choice is on the screen before it is stored.
        await Until.SoAsync(async () => await StoredChoiceAsync(session, people[0]) == FieldChoice.UseXledger);
        var counted = await CountAsync();

        var refused = mine.Heading("The plan has changed since the page was opened");
        var sync = new SyncScreen(mine);
        await sync.Synchronize.ClickAsync();
        await ClickAsync(sync.Start, clicks, () => Expect(refused).ToBeVisibleAsync(Long));

        await Expect(refused).ToBeVisibleAsync(Long);
        await Expect(mine.Text("Opposite direction").First).ToBeVisibleAsync();
        await Expect(
                mine.Page.GetByRole(AriaRole.Region, new() { Name = "The plan has changed since the page was opened" })
                    .GetByRole(AriaRole.Row)
                    .Filter(new() { HasText = organization.NameOf(people[0]) })
            )
            .ToHaveCountAsync(1);
        await Expect(sync.Synchronize).ToBeDisabledAsync();
        Assert.Equal(counted, await CountAsync());
        Assert.Equal(
            before.Select(values => (Title, values.Item2)),
            people.Select(person => (InHuma(person)!, InXledger(person)))
        );
        await mine.AssertAccessibleAsync();

        await mine.Labelled(Seen).CheckAsync();
        await sync.SynchronizeAsync();

        await Expect(mine.Text("Completed").First).ToBeVisibleAsync(Long);
        Assert.Equal((counted.Plans + 1, counted.Runs + 1), await CountAsync());
        // The first person is written in the direction shown last, the second as shown from the beginning.
        Assert.Equal((before[0].Item2, before[0].Item2), (InHuma(people[0]), InXledger(people[0])));
        Assert.Equal((Title, Title), (InHuma(people[1]), InXledger(people[1])));
        Assert.Empty(mine.Faults);
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, false)]
    [InlineData("nb-NO", ColorScheme.Dark, false)]
    [InlineData("en-GB", ColorScheme.Dark, true)]
    [InlineData("sv-SE", ColorScheme.Light, true)]
    public async Task Refusal_InEveryTheme_IsAccessibleFitsTheWindowAndShowsText(
        string locale,
        ColorScheme colours,
        bool phone
    )
    {
        var people = organization.Take(3);
        var session = await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
        await screen.GoAsync(organization.Page("sync/review"));
        var act = screen.Page.Locator(".ui-actionbar").GetByRole(AriaRole.Button).Last;
        await Expect(act).ToBeEnabledAsync(new() { Timeout = 120_000 });
        await DecideAsync(session, people[0], FieldChoice.UseXledger);
        await DecideAsync(session, people[1], FieldChoice.Skip);

        await act.ClickAsync();
        await screen.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button).Last.ClickAsync();

        await Expect(screen.Page.Locator("#plan-changed")).ToBeVisibleAsync(Long);
        await screen.ShotAsync($"plan-changed-{locale}-{colours}-{(phone ? "phone" : "wide")}");
        await screen.AssertNoSidewaysScrollAsync();
        IReadOnlyList<string> faults =
        [
            .. await Axe.ViolationsAsync(screen.Page),
            .. await PageWords.KeysShownAsync(screen.Page),
        ];
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(screen.Faults);
    }

    [Theory]
    [MemberData(nameof(Clicks))]
    public async Task Synchronize_ClickedTwice_IsOneRun(string clicks)
    {
        var people = organization.Take(1);
        await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await ToReviewAsync(screen);

        await ClickAsync(new SyncScreen(screen).Synchronize, clicks, () =>
            Expect(new SyncScreen(screen).Start).ToBeVisibleAsync()
        );
        await AssertOneRunAsync(screen, new SyncScreen(screen).Start, clicks, "Completed");

        Assert.Equal(Title, InXledger(people[0]));
    }

    [Fact]
    public async Task Pilot_ClickedTwice_IsOneRun()
    {
        var people = organization.Take(2);
        await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await ToReviewAsync(screen);
        await screen.Button("Try with a few people first").ClickAsync();
        await screen.Labelled($"Try with {organization.NameOf(people[0])} first").CheckAsync();

        await AssertOneRunAsync(screen, screen.Button("Try with 1 person"), "late", "The rest awaits your approval");

        Assert.Equal((Title, false), (InXledger(people[0]), InXledger(people[1]) == Title));
    }

    [Theory]
    [MemberData(nameof(Clicks))]
    public async Task Undo_ClickedTwice_IsOneRun(string clicks)
    {
        var people = organization.Take(1);
        var before = InXledger(people[0]);
        var run = await organization.Portal.ApplyAsync(
            await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation),
            Cancellation
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"runs/{run}/undo"));

        await AssertOneRunAsync(screen, screen.Button("Undo 1 change"), clicks, "Undoes synchronization");

        Assert.Equal(before, InXledger(people[0]));
    }

    [Fact]
    public async Task Retry_ClickedTwice_IsOneRun()
    {
        var person = organization.Take(1);
        var session = await organization.ReviewedAsync(person, SandboxField.EmploymentId, "990177", Cancellation);
        var rival = World.HireInXledger();
        Assert.Equal(EditOutcome.Done, World.EditInXledger(rival, SandboxField.EmploymentId, "990177"));
        var run = await organization.Portal.ApplyAsync(session, Cancellation);
        Assert.Equal(EditOutcome.Done, World.EditInXledger(rival, SandboxField.EmploymentId, "990178"));
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"runs/{run}"));

        await AssertOneRunAsync(
            screen,
            screen.Button("Try the failed ones again"),
            "late",
            "New attempt for what was rejected or failed"
        );

        Assert.Equal("990177", World.PersonByEmployee(person[0].EmployeeDbId)!.Xledger[SandboxField.EmploymentId]);
    }

    [Fact]
    public async Task Held_AnsweredAndWrittenByTwoClicksEach_IsOneAnswerAndOneRun()
    {
        var people = organization.Take(2);
        var session = await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        Assert.All(people, person => World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Husvert"));
        var run = await organization.Portal.ApplyAsync(session, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"runs/{run}"));
        var answers = await LoggedAsync(ActivityCodes.HeldToBeWritten);

        await ClickAsync(screen.Button("Write the reviewed values"), "late");
        await Expect(screen.Text("2 held, 2 to write, 0 to leave")).ToBeVisibleAsync();
        Assert.Equal(answers + 1, await LoggedAsync(ActivityCodes.HeldToBeWritten));
        await screen.Link("Review 2 values to write …").ClickAsync();
        await Expect(screen.Heading("2 values are written")).ToBeVisibleAsync();

        await AssertOneRunAsync(screen, screen.Button("Write 2 values"), "late", "Completed");

        Assert.All(people, person => Assert.Equal(Title, InXledger(person)));
    }

    [Fact]
    public async Task Bulk_ClickedTwiceAndChangedInAnotherWindow_IsOneActAndOverwritesNothing()
    {
        var people = organization.Take(2);
        var session = await organization.ReviewedAsync(people, SandboxField.JobTitle, Title, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("sync"));
        var sync = new SyncScreen(screen);
        await sync.GoToAsync("Conflicts and missing values");
        await ShowOnlyAsync(screen, people[0]);
        var logged = await LoggedAsync(ActivityCodes.DifferencesDecided);
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);

        await sync.AllShown.CheckAsync();
        await ClickAsync(sync.Bulk.GetByRole(AriaRole.Button, new() { Name = "Skip" }), "late");
        await Expect(dialog).ToHaveCountAsync(1);
        await ClickAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Apply to 1 row" }), "late");

        await Expect(screen.Text("1 row was changed.")).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal(logged + 1, await LoggedAsync(ActivityCodes.DifferencesDecided));

        await DecideAsync(session, people[0], FieldChoice.UseXledger);
        await sync.Bulk.GetByRole(AriaRole.Button, new() { Name = "Use Huma" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Apply to 1 row" }).ClickAsync();

        await Expect(screen.Text("Not saved: changed in another window")).ToBeVisibleAsync();
        await Expect(screen.Text($"\u2068{organization.NameOf(people[0])}\u2069, Job title")).ToBeVisibleAsync();
        Assert.Equal(FieldChoice.UseXledger, await StoredChoiceAsync(session, people[0]));
        await screen.ShotAsync("overtaken");
        await screen.AssertAccessibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Pause_ClickedTwice_PausesAndDoesNotResume()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page(""));
        var paused = await LoggedAsync(ActivityCodes.ConnectionPaused);

        await screen.Button("More actions").ClickAsync();
        await screen.Button("Pause").DblClickAsync();
        await Expect(screen.Button("Resume")).ToBeVisibleAsync();
        Assert.Equal(
            (paused + 1, 0),
            (await LoggedAsync(ActivityCodes.ConnectionPaused), await LoggedAsync(ActivityCodes.ConnectionResumed))
        );
        await ClickAsync(screen.Button("Resume"), "late");
        await Expect(screen.Button("Resume")).ToHaveCountAsync(0);

        Assert.Equal(
            (paused + 1, 1),
            (await LoggedAsync(ActivityCodes.ConnectionPaused), await LoggedAsync(ActivityCodes.ConnectionResumed))
        );
        Assert.Empty(screen.Faults);
    }

    [Theory]
    [MemberData(nameof(Clicks))]
    public async Task Erase_ClickedTwice_IsRecordedOnce(string clicks)
    {
        var person = organization.Take(1)[0];
        await organization.Portal.ApplyAsync(
            await organization.ReviewedAsync([person], SandboxField.JobTitle, Title, Cancellation),
            Cancellation
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}/erase"));
        await screen
            .Labelled($"Type the person's name: {organization.NameOf(person)}")
            .FillAsync(organization.NameOf(person));
        var erased = await LoggedAsync(ActivityCodes.PersonHistoryErased);

        await ClickAsync(screen.Button("Erase permanently"), clicks, () =>
            Expect(screen.Heading("Erased")).ToBeVisibleAsync()
        );

        await Expect(screen.Heading("Erased")).ToBeVisibleAsync();
        Assert.Equal(erased + 1, await LoggedAsync(ActivityCodes.PersonHistoryErased));
        Assert.Empty(screen.Faults);
    }

    // "late": two events of one render leave the browser together; "patient": the second half of a double click arrives
    // after the answer to the first.
    private static async Task ClickAsync(ILocator button, string clicks, Func<Task>? answeredAsync = null)
    {
        switch (clicks)
        {
            case "late":
                await button.EvaluateAsync("button => { button.click(); button.click(); }");
                break;
            case "double":
                await button.DblClickAsync(new() { Delay = 30 });
                break;
            default:
                var mouse = button.Page.Mouse;
                await button.ScrollIntoViewIfNeededAsync();
                var place = (await button.BoundingBoxAsync())!;
                await mouse.MoveAsync(place.X + (place.Width / 2), place.Y + (place.Height / 2));
                await mouse.DownAsync(new() { ClickCount = 1 });
                await mouse.UpAsync(new() { ClickCount = 1 });
                await answeredAsync!();
                await mouse.DownAsync(new() { ClickCount = 2 });
                await mouse.UpAsync(new() { ClickCount = 2 });
                break;
        }
    }

    private async Task AssertOneRunAsync(Screen screen, ILocator button, string clicks, string result)
    {
        var (plans, runs) = await CountAsync();
        var started = await LoggedAsync(ActivityCodes.RunStarted);
        Task ShownAsync() => Expect(screen.Text(result).First).ToBeVisibleAsync(Long);
        await ClickAsync(button, clicks, ShownAsync);
        await ShownAsync();
        Assert.Equal((plans + 1, runs + 1), await CountAsync());
        Assert.Equal(started + 1, await LoggedAsync(ActivityCodes.RunStarted));
        Assert.Empty(screen.Faults);
    }

    private async Task<(int Plans, int Runs)> CountAsync()
    {
        await using var store = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return (await store.Plans.CountAsync(Cancellation), await store.Runs.CountAsync(Cancellation));
    }

    private async Task<int> LoggedAsync(string code)
    {
        await using var store = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await store.Activity.CountAsync(act => act.What == code, Cancellation);
    }

    // As on another page opened just now.
    private async Task DecideAsync(ReviewSession session, Someone person, FieldChoice choice)
    {
        var review = organization.Portal.Get<Review>();
        var now = await review.OpenAsync(session.Record.Id, Actor.System, Cancellation);
        var (decided, changed) = await review.DecideAsync(
            now,
            [Of(now, person)],
            choice,
            ConnectedPortal.Administrator,
            Cancellation
        );
        Assert.Equal((1, 0), (changed, decided.Overtaken.Count));
    }

    private async Task<FieldChoice?> StoredChoiceAsync(ReviewSession session, Someone person)
    {
        var now = await organization.Portal.Get<Review>().OpenAsync(session.Record.Id, Actor.System, Cancellation);
        return now.ChoiceOf(Of(now, person));
    }

    private static Difference Of(ReviewSession session, Someone person) =>
        session.Comparison.Differences.Single(difference =>
            difference.Pair.Huma.Id == $"{person.HumaId}" && difference.Field == Field.JobTitle
        );

    // The row of a person whose only difference is the job title.
    private async Task ShowOnlyAsync(Screen screen, Someone person)
    {
        await screen.Page.Locator("#filter-person").FillAsync(organization.NameOf(person));
        await screen.Page.Keyboard.PressAsync("Tab");
        await Expect(new SyncScreen(screen).AllShown).ToHaveAccessibleNameAsync("Select the row shown");
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
}
