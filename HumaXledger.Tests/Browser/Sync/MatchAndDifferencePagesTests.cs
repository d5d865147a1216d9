using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Sync.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// The findings of matching and planning in the browser: evidence, baseline and the side that changed, guards and
/// forecast.
/// </summary>
[Collection(nameof(ReviewCollection))]
public sealed class MatchAndDifferencePagesTests(Chromium chromium, OrganizationInReview organization)
{
    private static readonly Actor Administrator = ConnectedPortal.Administrator;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MatchPeople_Question_ShowsTheEvidenceForAndAgainst()
    {
        var question = (await SessionAsync()).AsMatched.Pairs.First(pair =>
            pair.State == MatchState.Probable
            && pair.Evidence.Any(evidence => !evidence.Agrees)
            && pair.Evidence.Any(evidence => evidence.Agrees)
        );
        await using var screen = await OpenAsync("Match people");
        var card = screen.Page.GetByRole(AriaRole.Article, new() { Name = question.Huma.DisplayName, Exact = true });

        foreach (var (title, agrees) in new[] { ("In favor:", true), ("Against:", false) })
        {
            await Expect(
                    card.First.Locator(".ui-evidence").Filter(new() { HasText = title }).GetByRole(AriaRole.Listitem)
                )
                .ToHaveCountAsync(
                    question.Evidence.AsFacts(inClear: false).Count(evidence => evidence.Agrees == agrees)
                );
        }

        await Expect(card.First.GetByRole(AriaRole.Columnheader)).ToHaveCountAsync(2);
        Assert.DoesNotContain(await card.First.GetByRole(AriaRole.Listitem).AllInnerTextsAsync(), text =>
            text.Contains("evidence.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task MatchPeople_Answer_CollapsesInPlaceGoesOnAndCanBeChanged()
    {
        await using var screen = await OpenAsync("Match people");
        var sync = new SyncScreen(screen);
        var (questions, answered) = await sync.QuestionsAsync();
        Assert.True(questions - answered > 1);
        var cards = screen.Page.GetByRole(AriaRole.Article);
        var names = await cards.EvaluateAllAsync<string[]>("cards => cards.map(card => card.ariaLabel)");

        await cards
            .Nth(0)
            .GetByRole(AriaRole.Button, new() { NameRegex = new("^(Not the same|None of)") })
            .ClickAsync();

        await Expect(cards.Nth(0)).ToContainTextAsync("Remembered: you will not be asked again.");
        await Expect(cards.Nth(0).GetByRole(AriaRole.Table)).ToHaveCountAsync(0);
        await Expect(cards.Nth(1).GetByRole(AriaRole.Heading)).ToBeFocusedAsync();
        Assert.Equal(names, await cards.EvaluateAllAsync<string[]>("cards => cards.map(card => card.ariaLabel)"));
        Assert.Equal((questions, answered + 1), await sync.QuestionsAsync());
        await screen.AssertAccessibleAsync();

        await screen.Button($"Change the answer about {names[0]}").ClickAsync();
        await Expect(cards.Nth(0).GetByRole(AriaRole.Heading)).ToBeFocusedAsync();
        await cards.Nth(0).GetByRole(AriaRole.Button, new() { Name = "Clear choice" }).ClickAsync();

        await Expect(screen.Text($"{questions} questions · {answered} answered")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task CertainPairs_SearchAndOrder_AreInTheAddress()
    {
        var name = (await SessionAsync()).AsMatched.Pairs.First(pair => pair.Settled).Huma.DisplayName;
        await using var screen = await OpenAsync("Match people");
        await screen.Link("Search and check them").ClickAsync();
        await screen.Labelled("Name, employment ID or e-mail").FillAsync(name);
        await screen.Page.Keyboard.PressAsync("Enter");
        await Expect(screen.Page).ToHaveURLAsync(new Regex("[?&]q="));
        // The address changes before the links that are drawn with it.
        await Expect(screen.Link("Xledger")).ToHaveAttributeAsync("href", new Regex("[?&]q="));
        await screen.Link("Xledger").ClickAsync();
        await Expect(screen.Page).ToHaveURLAsync(new Regex("sort=xledger"));

        await screen.Page.ReloadAsync();

        await Expect(screen.Labelled("Name, employment ID or e-mail")).ToHaveValueAsync(name);
        await Expect(screen.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Xledger" }))
            .ToHaveAttributeAsync("aria-sort", "ascending");
        await Expect(screen.Page.GetByRole(AriaRole.Rowheader).First).ToContainTextAsync(name);
    }

    [Fact]
    public async Task MatchPeople_CertainPairMarkedAsWrong_IsSplitUntilTheAnswerIsCleared()
    {
        var pair = (await SessionAsync()).AsMatched.Pairs.First(pair =>
            pair.Settled && pair.Huma.DisplayName.Length > 0
        );
        var name = pair.Huma.DisplayName;
        await using var screen = await OpenAsync("Match people");
        await screen.Link("Search and check them").ClickAsync();
        await screen.Page.Locator("#settled-person").FillAsync(name);
        await screen.Page.Keyboard.PressAsync("Tab");
        var look = screen.Button($"See why {name} is the same person").First;
        await look.ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("In favor")).ToBeVisibleAsync();
        Assert.Equal("", string.Join('\n', await Axe.ViolationsAsync(screen.Page)));

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Not the same person" }).ClickAsync();

        var takeBack = screen.Button($"Clear choice for {name}");
        await Expect(takeBack).ToBeVisibleAsync();
        Assert.DoesNotContain((await SessionAsync()).Comparison.Matches.Pairs, other => other.Huma.Id == pair.Huma.Id);
        await takeBack.ClickAsync();
        await Expect(takeBack).ToBeHiddenAsync();
        Assert.Contains((await SessionAsync()).Comparison.Matches.Pairs, other =>
            other.Huma.Id == pair.Huma.Id && other.Xledger.Id == pair.Xledger.Id
        );
    }

    [Fact]
    public async Task EarlierRecord_OnBothPages_NamesTheOtherOne()
    {
        var earlier = (await SessionAsync()).AsMatched.EarlierRecords[0];
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"people/{PersonRow.KeyOf(earlier.Record)}"));
        await Expect(screen.Text($"This is a record of an earlier employment of {earlier.Pair.Huma.DisplayName}."))
            .ToBeVisibleAsync();
        Assert.Equal("", string.Join('\n', await Axe.ViolationsAsync(screen.Page)));

        await screen.Link("Open the current record").ClickAsync();

        await Expect(screen.Heading("Earlier records")).ToBeVisibleAsync();
        await Expect(
                screen
                    .Page.GetByRole(AriaRole.Listitem)
                    .Filter(
                        new()
                        {
                            HasText =
                                $"{earlier.Record.Side}, employment ID {earlier.Record[Field.EmploymentId].TextOrNull}",
                        }
                    )
            )
            .ToBeVisibleAsync();
        Assert.EndsWith(PersonRow.KeyOf(earlier.Pair.Huma), screen.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Differences_ChangedOnOneSideSinceTheLastSync_ShowTheBaselineAndTheSideThatChanged()
    {
        var changed = (await SessionAsync()).Comparison.Differences.Single(difference =>
            difference.Kind == DifferenceKind.ChangedInHuma && difference.Field == Field.JobTitle
        );
        await using var screen = await OpenAsync("Conflicts and missing values");
        await new SyncScreen(screen).ShowAsync("Changed in Huma");

        var row = screen.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = OrganizationInReview.NewTitle });

        await Expect(row).ToContainTextAsync("Changed in Huma");
        await Expect(row).ToContainTextAsync(changed.Baseline.TextOrNull!);
        await Expect(
                row.GetByRole(
                    AriaRole.Button,
                    new()
                    {
                        Name =
                            $"Use Huma: {OrganizationInReview.NewTitle}. Job title, "
                            + $"{changed.Pair.Huma.DisplayName}. Suggested",
                    }
                )
            )
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task Guard_LimitOfTheConnectionExceeded_HoldsTheAdditionUntilItIsConfirmed()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/limits"));
        await SetLimitAsync(screen, "0", "0");
        try
        {
            var candidate = (await SessionAsync()).AddCandidates(Side.Xledger).First(person => person.CanBeAdded);
            await ChooseAsync([new HumaId(candidate.Person.Id)]);
            await screen.GoAsync(organization.Page("sync"));
            await new SyncScreen(screen).GoToAsync("Review");
            var confirm = screen.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Yes, add 1 person to Xledger" });
            await Expect(confirm).Not.ToBeCheckedAsync();
            await Expect(screen.Heading("All 0 changes")).ToBeVisibleAsync();
            await screen.Page.Locator("summary").Filter(new() { HasText = "checks before writing" }).ClickAsync();
            var check = screen.Page.GetByRole(AriaRole.Row, new() { Name = "People added to Xledger" });
            await Expect(check).ToContainTextAsync("Stopped");

            await confirm.CheckAsync();

            await Expect(check).ToContainTextAsync("Confirmed");
            await Expect(screen.Heading("All 0 changes")).ToBeHiddenAsync();
            await Expect(
                    screen
                        .Page.GetByText("About ", new() { Exact = false })
                        .Filter(new() { HasText = "requests to Xledger" })
                )
                .ToBeVisibleAsync();
            await Expect(screen.Page.GetByText("monthly Xledger allowance")).ToBeVisibleAsync();
        }
        finally
        {
            await ChooseAsync([]);
            await organization
                .Portal.Services.GetRequiredService<Review>()
                .ConfirmGuardAsync(
                    await SessionAsync(),
                    GuardKind.CreatedInXledger,
                    confirmed: false,
                    Administrator,
                    Cancellation
                );
            await organization
                .Portal.Services.GetRequiredService<ConnectionSettings>()
                .ChangeAsync(
                    organization.ConnectionId,
                    values =>
                        values.With(
                            GuardKind.CreatedInXledger,
                            GuardSettings.Default.Limits[GuardKind.CreatedInXledger]
                        ),
                    Administrator,
                    Cancellation
                );
        }
    }

    [Fact]
    public async Task Guard_InvalidLimit_IsReportedAndNotSaved()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/limits"));

        await screen.Labelled("Percentage: Values emptied").FillAsync("120");
        await screen.Page.Keyboard.PressAsync("Tab");

        await Expect(screen.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "a number from 0 to 100" }))
            .ToBeVisibleAsync();
        await screen.Button("Save").ClickAsync();
        await Expect(screen.Text("Nothing was saved")).ToBeVisibleAsync();
        await Expect(screen.Labelled("Percentage: Values emptied")).ToBeFocusedAsync();
        Assert.Empty((await SessionAsync()).Connection.GuardLimits);
        // Unsaved input would be there again for the next test.
        await screen.Button("Discard").ClickAsync();
        await Expect(screen.Button("Save")).ToBeDisabledAsync();
    }

    private static async Task SetLimitAsync(Screen screen, string count, string percent)
    {
        foreach (
            var (label, value) in new[]
            {
                ("Number of people: People added to Xledger", count),
                ("Percentage: People added to Xledger", percent),
            }
        )
        {
            await screen.Labelled(label).FillAsync(value);
        }

        await screen.Button("Save").ClickAsync();
        await Expect(screen.Page.GetByText("Saved. It applies from the next review.").Last).ToBeVisibleAsync();
        await screen.Page.ReloadAsync();
        await Expect(screen.Labelled("Number of people: People added to Xledger")).ToHaveValueAsync(count);
        await Expect(screen.Labelled("Percentage: People added to Xledger")).ToHaveValueAsync(percent);
    }

    private async Task ChooseAsync(IReadOnlyCollection<HumaId> toXledger) =>
        await organization
            .Portal.Services.GetRequiredService<Review>()
            .ChooseAdditionsAsync(await SessionAsync(), [], toXledger, Administrator, Cancellation);

    private Task<ReviewSession> SessionAsync() => organization.SessionAsync(Cancellation);

    private async Task<Screen> OpenAsync(string step)
    {
        var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("sync"));
        await new SyncScreen(screen).GoToAsync(step);
        return screen;
    }
}
