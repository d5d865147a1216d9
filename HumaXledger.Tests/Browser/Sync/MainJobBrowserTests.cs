using System.Globalization;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// The whole main job on the sandbox's 250 people, from "Set up" to the result and the mail, in the browser. Takes a
/// screenshot of each step.
/// </summary>
public sealed partial class MainJobBrowserTests(Chromium chromium, RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const string Differences = "Conflicts and missing values";
    private const string Authority = "I confirm that I have the authority to connect these systems";

    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MainJob_FromSetUpToTheMail_WritesWhatWasReviewedAndNothingElse()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        var story = new PageRecorder(screen, "main-job");
        var sync = new SyncScreen(screen);
        var numbers = SensitiveNumbers.Of(portal.World);
        Assert.True(numbers.Count > 300);

        await SetUpAsync(screen, sync, story);
        await sync.CompareAsync();
        await story.KeepAsync("compared");
        await SayWhoIsWhoAsync(screen, sync, story);
        await DecideAsync(screen, sync, story);
        var left = await AddPeopleAsync(screen, sync, story);
        var forecast = await ReviewAsync(screen, sync, story);

        var before = SandboxSnapshot.Of(portal.World);
        var metered = portal.World.Meter.ThisMonth.Requests;
        await SynchronizeAsync(screen, sync, story, forecast);
        var used = await sync.NumbersAsync(RequestsUsed());
        await screen.Page.GetByText("E-mail sent to administrator@example.com").ClickAsync(new() { Timeout = 120_000 });
        var letter = await screen.Page.Locator("details [data-letter]").InnerTextAsync();
        Assert.Equal(forecast.Xledger, used[1]);
        Assert.Equal(portal.World.Meter.ThisMonth.Requests - metered, used[0]);
        Assert.InRange(used[0], forecast.Xledger * 0.9, forecast.Xledger * 1.1);

        var report = await ReportAsync();
        SandboxSnapshot
            .Of(portal.World)
            .AssertChangedExactlyBy([.. report.People.SelectMany(person => person.Changes)], before);
        await ReadMailAsync(screen, story, letter, numbers);
        await CheckExportsAsync(screen, report, numbers);
        await CompareAgainAsync(screen, sync, story, report, left);

        story.AssertHidden(numbers);
        Assert.All(portal.Log.Lines, line => numbers.AssertNoneIn(line, "The log"));
        Assert.NotEmpty(portal.Log.Lines);
        Assert.Empty(screen.Faults);
    }

    private async Task SetUpAsync(Screen screen, SyncScreen sync, PageRecorder story)
    {
        await screen.GoAsync("/");
        await story.KeepAsync("start");
        await screen.Link("Set up").ClickAsync();
        await Expect(screen.Heading("An API token from Xledger")).ToBeVisibleAsync();
        await story.KeepAsync("set-up-token");
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("Connect")).ToBeVisibleAsync();
        await screen.Page.GetByLabel("API token", new() { Exact = true }).FillAsync(portal.World.FullXledgerToken.Text);
        await screen
            .Page.GetByLabel("Client ID", new() { Exact = true })
            .FillAsync($"{portal.World.FullHumaKey.ClientId}");
        await screen.Page.GetByLabel("Client secret", new() { Exact = true }).FillAsync(portal.World.FullHumaKey.Text);
        await screen.Button("Verify").ClickAsync();
        await Expect(screen.Text("Everything needed is in place.")).ToBeVisibleAsync(Long);
        await screen.Labelled("People in Huma").SelectOptionAsync("Fjellheim Norge AS (company)");
        await story.KeepAsync("set-up-verified");
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("New people")).ToBeVisibleAsync();
        await story.KeepAsync("set-up-new-people");
        await screen.Button("Next").ClickAsync();
        await Expect(screen.Heading("Check and save")).ToBeVisibleAsync();
        await screen.Page.GetByText(Authority).ClickAsync();
        await story.KeepAsync("set-up-save");
        await screen.Button("Save").ClickAsync();
        await Expect(sync.Title("Compare")).ToBeVisibleAsync();
        await story.KeepAsync("compare");
    }

    private static async Task SayWhoIsWhoAsync(Screen screen, SyncScreen sync, PageRecorder story)
    {
        await sync.NextAsync("Match people");
        var (questions, answered) = await sync.QuestionsAsync();
        Assert.True(questions > 3);
        Assert.Equal(0, answered);
        var cards = screen.Page.GetByRole(AriaRole.Article);
        var same = cards.GetByRole(AriaRole.Button, new() { NameRegex = SamePerson() });
        await same.Nth(0).ClickAsync();
        await Expect(screen.Text($"{questions} questions · 1 answered")).ToBeVisibleAsync();
        await cards.Nth(2).GetByRole(AriaRole.Button, new() { NameRegex = NonePerson() }).ClickAsync();
        await Expect(screen.Text($"{questions} questions · 2 answered")).ToBeVisibleAsync();
        await story.KeepAsync("who-is-who");

        await screen.Page.ReloadAsync();
        await sync.GoToAsync("Match people");
        Assert.Equal((questions, 2), await sync.QuestionsAsync());
        await sync.NextAsync(Differences);
    }

    private static async Task DecideAsync(Screen screen, SyncScreen sync, PageRecorder story)
    {
        var all = await sync.RowsAsync();
        Assert.Equal(0, all.Decided);
        await sync.ShowAsync("Cannot be written");
        await Expect(screen.Text("cannot be used:").First).ToBeVisibleAsync();
        await sync.ShowAsync("All");
        await story.KeepAsync("differences");

        // One row.
        await sync.ShowFieldAsync("Phone number");
        Assert.InRange(await sync.ShownAsync(), 2, all.Rows - 1);
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = SkipPhone() }).First.ClickAsync();
        await sync.ExpectDecidedAsync(all.Rows, 1);
        await story.KeepAsync("differences-one-field");

        // The selected rows.
        await sync.ShowAsync("Undecided");
        await screen.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = SelectPhone() }).Nth(0).CheckAsync();
        await screen.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = SelectPhone() }).Nth(1).CheckAsync();
        await Expect(sync.Bulk.GetByText("2 rows selected")).ToBeVisibleAsync();
        await sync.DecideManyAsync("Use Xledger");

        // One kind, grouped. Values missing in Huma are cleared in Xledger for some fields: more than a guard allows.
        await sync.ReopenDifferencesAsync();
        await sync.ShowAsync("Missing in Huma");
        await sync.ShowAsync("Undecided");
        foreach (var field in new[] { "Phone number", "Job title", "Probation end date" })
        {
            await sync.ShowFieldAsync(field);
            await sync.DecideManyAsync("Use Huma");
        }

        await sync.ReopenDifferencesAsync();
        await sync.ShowAsync("Missing in Huma");
        await sync.ShowAsync("Undecided");
        await story.KeepAsync("differences-by-person");
        await screen.Labelled("Group by").SelectOptionAsync("field");
        await Expect(screen.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Person" })).ToBeVisibleAsync();
        await story.KeepAsync("differences-by-field");
        Assert.True(await sync.DecideManyAsync("Use Xledger") > 10);

        // One field.
        await sync.ReopenDifferencesAsync();
        await sync.ShowFieldAsync("Job title");
        await sync.ShowAsync("Undecided");
        await sync.DecideManyAsync("Use Huma");

        // All shown rows that can go this way.
        await sync.ReopenDifferencesAsync();
        await sync.ShowAsync("Undecided");
        await sync.DecideManyAsync("Use Huma", () => story.KeepAsync("differences-bulk"));

        // Cleared: this field stays undecided.
        await sync.ReopenDifferencesAsync();
        await sync.ShowFieldAsync("Address");
        await sync.ShowAsync("Decided");
        Assert.True(await sync.DecideManyAsync("Clear choice") > 0);
        var decided = await sync.RowsAsync();
        await sync.ReopenDifferencesAsync();
        Assert.Equal(decided, await sync.RowsAsync());
        await story.KeepAsync("differences-decided");
    }

    /// <summary>Returns the names of the people who could have been added and were not chosen.</summary>
    private static async Task<IReadOnlyList<string>> AddPeopleAsync(Screen screen, SyncScreen sync, PageRecorder story)
    {
        await sync.NextAsync("Add people");
        List<string> left = [];
        foreach (var list in new[] { "Add to Xledger", "Add to Huma" })
        {
            var region = screen.Page.GetByRole(AriaRole.Region, new() { Name = list });
            var able = SyncScreen.Number(
                await region.GetByRole(AriaRole.Button, new() { NameRegex = ChooseAll() }).InnerTextAsync()
            );
            Assert.True(able > 1);
            await region.GetByRole(AriaRole.Button, new() { NameRegex = ChooseAll() }).ClickAsync();
            await Expect(region.GetByText($"{able} can be added · {able} chosen")).ToBeVisibleAsync();
            var first = region.GetByRole(AriaRole.Checkbox, new() { Checked = true }).First;
            left.Add((await first.GetAttributeAsync("aria-label"))!["Add ".Length..]);
            // Clicked, not unchecked: the locator means the first checked box, and would continue with the next.
            await first.ClickAsync();
            await Expect(region.GetByText($"{able} can be added · {able - 1} chosen")).ToBeVisibleAsync();
        }

        await story.KeepAsync("add-people");
        return left;
    }

    private async Task<(int Changes, int Xledger)> ReviewAsync(Screen screen, SyncScreen sync, PageRecorder story)
    {
        await sync.NextAsync("Review");
        await story.KeepAsync("review-held-back");
        var all = screen.Page.GetByRole(AriaRole.Heading, new() { NameRegex = AllChanges() });
        var heldBack = await all.InnerTextAsync();
        var guards = screen.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = Confirmation() });
        var count = await guards.CountAsync();
        Assert.True(count > 0);
        for (var index = 0; index < count; index++)
        {
            await guards.Nth(index).CheckAsync();
        }

        // Each confirmation changes the number: the page shows that of the last one when it shows what is stored.
        var changes = 0;
        await Until.SoAsync(async () =>
        {
            var plan = (await OpenReviewAsync()).Preview;
            changes = plan.Changes.Count;
            return !plan.Guards.Any(guard => guard.Holds);
        });
        await Expect(all).ToHaveTextAsync(string.Create(CultureInfo.InvariantCulture, $"All {changes:N0} changes"));
        Assert.True(changes > SyncScreen.Number(heldBack));
        await story.KeepAsync("review");
        return (changes, (await sync.NumbersAsync(About()))[0]);
    }

    private async Task SynchronizeAsync(
        Screen screen,
        SyncScreen sync,
        PageRecorder story,
        (int Changes, int Xledger) forecast
    )
    {
        using (var gate = WriteGate.Close(portal.World))
        {
            await sync.Synchronize.ClickAsync();
            await story.KeepAsync("synchronize");
            await sync.Start.ClickAsync();
            await Expect(screen.Heading("Synchronizing users")).ToBeVisibleAsync(Long);
            await Expect(screen.Text("Writing to Huma.")).ToBeVisibleAsync(Long);
            await Expect(screen.Text($"of {forecast.Changes.ToString("N0", CultureInfo.InvariantCulture)} changes."))
                .ToBeVisibleAsync();
            await story.KeepAsync("progress");
            foreach (
                var (locale, colours, words) in new[]
                {
                    ("en-GB", ColorScheme.Dark, "1"),
                    ("nb-NO", ColorScheme.Light, "1"),
                    ("sv-SE", ColorScheme.Dark, "1"),
                }
            )
            {
                await using var other = await Screen.OpenAsync(
                    chromium,
                    portal,
                    locale,
                    colours,
                    phone: locale != "en-GB"
                );
                await other.GoAsync(new Uri(screen.Page.Url).AbsolutePath);
                await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Name = words, Level = 1 }))
                    .ToBeVisibleAsync();
                await Expect(other.Page.GetByRole(AriaRole.Progressbar).First).ToBeVisibleAsync();
                await other.AssertAccessibleAsync();
                await other.AssertNoSidewaysScrollAsync();
                Assert.Empty(await PageWords.KeysShownAsync(other.Page));
            }

            // Left and opened again while the run is in progress.
            await screen.Link("Fjellheim Norge AS").ClickAsync();
            await Expect(screen.Text("A synchronization is in progress")).ToBeVisibleAsync();
            await screen.Link("Follow its progress").ClickAsync();
            await Expect(screen.Heading("Synchronizing users")).ToBeVisibleAsync();
            gate.Open();
        }

        await Expect(screen.Heading("Needs you")).ToBeVisibleAsync(Long);
        await story.KeepAsync("result");
    }

    private async Task ReadMailAsync(Screen screen, PageRecorder story, string letter, SensitiveNumbers numbers)
    {
        await screen.GoAsync("/mail");
        var subject = screen.Link(Words.English<MailText>("Subject.Completed", "Fjellheim Norge AS", 1));
        await Expect(subject).ToBeVisibleAsync();
        await story.KeepAsync("mail");
        var shown = screen.Page.FrameLocator("iframe").Locator("body");
        Assert.Equal(Collapsed(letter), Collapsed(await shown.InnerTextAsync()));
        Assert.Contains("Left to do: ", letter, StringComparison.Ordinal);

        var mail = Assert.Single(await portal.Services.GetRequiredService<PickupFolder>().ReadAsync(Cancellation));
        numbers.AssertNoneIn($"{mail.Subject} {mail.Html} {mail.Text}", "The mail");
        Assert.Equal("administrator@example.com", mail.To);
    }

    private static async Task CheckExportsAsync(Screen screen, RunReport report, SensitiveNumbers numbers)
    {
        await screen.Page.GotoAsync(
            new Uri(screen.Portal, $"/connections/{report.Connection.Id}/runs/{report.Run.Id}").ToString()
        );
        foreach (var format in new[] { "CSV", "XLSX", "JSON" })
        {
            await Expect(screen.Link(format)).ToBeVisibleAsync();
            var content = await PageRecorder.FileAsync(screen, screen.Link(format));
            numbers.AssertNoneIn(content, format);
            Assert.Contains(report.People[0].Name, content, StringComparison.Ordinal);
        }
    }

    private async Task CompareAgainAsync(
        Screen screen,
        SyncScreen sync,
        PageRecorder story,
        RunReport report,
        IReadOnlyList<string> left
    )
    {
        await screen.GoAsync($"/connections/{report.Connection.Id}");
        await story.KeepAsync("connection");
        await screen.Link("Sync users").ClickAsync();
        await sync.CompareAsync();
        await sync.GoToAsync(Differences);
        await story.KeepAsync("compared-again");
        var rows = await sync.RowsAsync();

        var again = await OpenReviewAsync();
        Assert.Equal(again.Comparison.Differences.Count, rows.Rows);
        var first = await portal
            .Services.GetRequiredService<Review>()
            .OpenAsync(report.Plan.ComparisonId, Actor.System, Cancellation);
        var open = first
            .Preview.Undecided.Select(difference => difference.Key)
            .Concat(
                first
                    .Decisions.Fields.Where(decision => decision.Value == FieldChoice.Skip)
                    .Select(decision => decision.Key)
            )
            .Concat(
                report
                    .Plan.Blocked.Where(blocked => blocked is { Huma: not null, Field: not null })
                    .Select(blocked => new DifferenceKey(blocked.Huma!.Value, blocked.Field!.Value))
            )
            .Concat(
                report
                    .People.SelectMany(person => person.Changes)
                    .Where(change => change is { HumaId: not null, State: not ChangeState.Confirmed })
                    .Select(change => new DifferenceKey(change.HumaId!.Value, change.Field))
            )
            .ToHashSet();
        Assert.Empty(
            again
                .Comparison.Differences.Where(difference =>
                    !open.Contains(difference.Key) && difference.Forbidden.Count == 0
                )
                .Select(difference => $"{difference.Pair.Huma.DisplayName} {difference.Field} {difference.Kind}")
        );
        Assert.Empty(
            open.Except(again.Comparison.Differences.Select(difference => difference.Key)).Select(key => key.Field)
        );

        await sync.NextAsync("Add people");
        Assert.All(left, name =>
            Assert.Contains(
                name,
                again
                    .AddCandidates(Side.Huma)
                    .Concat(again.AddCandidates(Side.Xledger))
                    .Select(person => person.Person.DisplayName)
            )
        );
        Assert.DoesNotContain(
            again.AddCandidates(Side.Huma).Concat(again.AddCandidates(Side.Xledger)).Where(person => person.CanBeAdded),
            person => !left.Contains(person.Person.DisplayName)
        );
        foreach (var name in left)
        {
            await Expect(screen.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Add {name}", Exact = true }))
                .ToBeEnabledAsync();
        }
    }

    private async Task<ReviewSession> OpenReviewAsync()
    {
        Guid connection;
        await using (
            var store = await portal
                .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
                .CreateDbContextAsync(Cancellation)
        )
        {
            connection = await store.Connections.Select(row => row.Id).SingleAsync(Cancellation);
        }

        var review = portal.Services.GetRequiredService<Review>();
        return (await review.FindOpenAsync(connection, Actor.System, Cancellation))!;
    }

    private async Task<RunReport> ReportAsync()
    {
        await using var context = await portal
            .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var run = await context.Runs.SingleAsync(Cancellation);
        Assert.Equal(RunState.Completed, run.State);
        return (await RunReport.LoadAsync(context, run.Id, Cancellation))!;
    }

    private static string Collapsed(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex("Requests used: Xledger [0-9,]+ \\(forecast [0-9,]+\\)")]
    private static partial Regex RequestsUsed();

    [GeneratedRegex("^Same person: ")]
    private static partial Regex SamePerson();

    [GeneratedRegex("^(Not the same person|None of these): ")]
    private static partial Regex NonePerson();

    [GeneratedRegex("^Skip Phone number of ")]
    private static partial Regex SkipPhone();

    [GeneratedRegex("^Select Phone number of ")]
    private static partial Regex SelectPhone();

    [GeneratedRegex("^Choose all [0-9,]+ who can be added$")]
    private static partial Regex ChooseAll();

    [GeneratedRegex("^Yes, ")]
    private static partial Regex Confirmation();

    [GeneratedRegex("^All [0-9,]+ changes$")]
    private static partial Regex AllChanges();

    [GeneratedRegex("About [0-9,]+ requests to Xledger")]
    private static partial Regex About();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
