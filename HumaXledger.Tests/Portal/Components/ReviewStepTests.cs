using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Tests.Planning;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static HumaXledger.Tests.Planning.ComparisonBuilder;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>The last step before writing: its numbers, its question, and when it cannot be started.</summary>
public sealed class ReviewStepTests : ComponentTest
{
    private readonly List<ReviewSession> _started = [];

    public ReviewStepTests()
    {
        Services.AddSingleton(new Review(null!, null!, null!, null!, null!, Clock));
        SignIn(Role.IntegrationAdministrator);
    }

    [Theory]
    [InlineData("en-GB", "Synchronize 2 people (3 values)", "2 people updated in Xledger (3 values)")]
    [InlineData("nb-NO", "Synkroniser 2 personer (3 verdier)", "2 personer oppdateres i Xledger (3 verdier)")]
    [InlineData("sv-SE", "Synkronisera 2 personer (3 värden)", "2 personer uppdateras i Xledger (3 värden)")]
    public void MainButton_HasTheNumbersOfWhatIsWritten(string culture, string button, string part)
    {
        Use(culture);

        var step = Step(Decided());

        Assert.Equal(button, TextOf(Assert.Single(step.FindAll(".ui-actionbar .mud-button-filled-primary"))));
        Assert.Equal(part, TextOf(Assert.Single(step.FindAll(".ui-inline > li"))));
    }

    [Fact]
    public async Task MainButton_AsksFirstAndStartsWhatWasShown()
    {
        var shown = Decided();
        var step = Step(shown);

        await step.Find(".ui-actionbar .mud-button-filled-primary").ClickAsync();

        Assert.Empty(_started);
        var question = step.Find("dialog:has(h2)");
        Assert.Equal("Synchronize now?", TextOf(question.QuerySelector("h2")!));
        Assert.Contains("2 people updated in Xledger (3 values)", TextOf(question), StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be undone", TextOf(question), StringComparison.Ordinal);

        await step.Find("dialog .mud-button-filled-primary").ClickAsync();

        Assert.Same(shown, Assert.Single(_started));
        Assert.Empty(step.FindAll("dialog h2"));
    }

    [Fact]
    public async Task Question_WithAPersonToAdd_SaysThatItCannotBeUndone()
    {
        var comparison = Linked([ComparisonBuilder.Huma("1")], [ComparisonBuilder.Xledger("1")]);
        comparison = Comparison.Of(
            comparison.Input with
            {
                Xledger = [.. comparison.Input.Xledger, Complete("7")],
            },
            []
        );
        var step = Step(ReviewSample.Of(comparison, AddingToHuma("x7")));

        await step.Find(".ui-actionbar .mud-button-filled-primary").ClickAsync();

        Assert.Contains(
            "The person who is added stays: that cannot be undone from here.",
            TextOf(step.Find("dialog:has(h2)")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Start_WithoutTheRight_IsNotPossibleAndSaysWhy()
    {
        SignIn(Role.IntegrationReviewer);

        var step = Step(Decided());

        Assert.All(step.FindAll(".ui-actionbar button"), button => Assert.True(button.HasAttribute("disabled")));
    }

    [Fact]
    public void PlanThatChanged_BlocksTheStartUntilItIsSeen()
    {
        var (before, now) = (Decided(), Decided(FieldChoice.UseXledger));

        var step = Step(now, PlanDifference.Between(before.Preview, now.Preview));

        Assert.True(step.Find(".ui-actionbar .mud-button-filled-primary").HasAttribute("disabled"));
        Assert.Equal("The plan has changed since the page was opened", TextOf(step.Find("#plan-changed")));
        step.Find(".ui-note input[type=checkbox]").Change(true);
        Assert.False(step.Find(".ui-actionbar .mud-button-filled-primary").HasAttribute("disabled"));
    }

    [Fact]
    public void SafetyLimit_ThatHolds_IsOpenAndTheBarSaysWhatWaits()
    {
        var session = Decided();
        session.Connection.GuardLimits = new Dictionary<GuardKind, GuardLimit>
        {
            [GuardKind.PeopleTouched] = new GuardLimit(0, null),
        };

        var step = Step(session with { });

        Assert.Equal("Please confirm", TextOf(step.Find("#guards")));
        Assert.Equal("3 values wait for your confirmation", TextOf(step.Find(".ui-actionbar [role=status]")));
        Assert.Equal("Synchronize users", TextOf(step.Find(".ui-actionbar .mud-button-filled-primary")));
    }

    [Fact]
    public void SafetyLimit_ConfirmedBeforeAnotherPersonWasChosen_IsNotTickedAnyMore()
    {
        var all = Decided();
        all.Connection.GuardLimits = new Dictionary<GuardKind, GuardLimit>
        {
            [GuardKind.PeopleTouched] = new GuardLimit(0, null),
        };
        var first = all.Decisions.Fields.First().Key.Huma;
        var one = all with
        {
            Decisions = all.Decisions with
            {
                Fields = all.Decisions.Fields.Where(choice => choice.Key.Huma == first).ToDictionary(),
            },
        };
        var confirmed = one with { Decisions = one.Confirming(GuardKind.PeopleTouched, confirmed: true) };
        var step = Step(confirmed);
        Assert.True(step.Find(".ui-confirm input").HasAttribute("checked"));

        step.Render(parameters =>
            parameters.Add(
                page => page.Session,
                confirmed with
                {
                    Decisions = confirmed.Decisions with { Fields = all.Decisions.Fields },
                }
            )
        );

        Assert.False(step.Find(".ui-confirm input").HasAttribute("checked"));
    }

    [Fact]
    public async Task Pilot_OfOnePerson_ShowsExactlyTheirChangesAndRaisesThem()
    {
        var tried = new List<PilotChosen>();
        var step = Render<ReviewStep>(parameters =>
            parameters
                .Add(step => step.Session, Decided())
                .Add(step => step.Try, EventCallback.Factory.Create<PilotChosen>(this, tried.Add))
                .AddCascadingValue(new StepLinks("/back", null))
        );
        await step.FindAll(".ui-actionbar button")
            .Single(button => TextOf(button).StartsWith("Try", StringComparison.Ordinal))
            .ClickAsync();
        Assert.Equal("0 of at most 20 chosen", TextOf(step.Find("dialog p[role=status]")));

        await step.FindAll("dialog .ui-box")[0].ChangeAsync(new() { Value = true });

        Assert.Equal("Exactly these 2 changes are written", TextOf(step.Find("dialog h3")));
        await step.Find("dialog .mud-button-filled-primary").ClickAsync();
        var people = Assert.Single(tried);
        Assert.Equal(2, people.Plan.Changes.Count);
        Assert.Single(people.People);
    }

    [Fact]
    public async Task Print_WhileTheDialogOfTheBrowserIsOpen_IsNotAskedForAgain()
    {
        var dialog = JSInterop.SetupVoid("hx.print");
        var step = Step(Decided());

        await step.FindAll("#changes ~ [role=group] button").Single().ClickAsync();
        step.Render();
        dialog.SetVoidResult();
        step.Render();

        Assert.Single(dialog.Invocations);
    }

    private IRenderedComponent<ReviewStep> Step(ReviewSession session, PlanDifference? difference = null) =>
        Render<ReviewStep>(parameters =>
            parameters
                .Add(step => step.Session, session)
                .Add(step => step.Difference, difference)
                .Add(step => step.Synchronize, EventCallback.Factory.Create<ReviewSession>(this, _started.Add))
                .AddCascadingValue(new StepLinks("/back", null))
        );

    // Three values of two people.
    private static ReviewSession Decided(FieldChoice choice = FieldChoice.UseHuma)
    {
        var comparison = Linked(
            [
                ComparisonBuilder.Huma("1", (Field.JobTitle, "Kokk")),
                ComparisonBuilder.Huma("2", (Field.JobTitle, "Rektor")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.JobTitle, "Servitør"), (Field.Email, "other1@example.no")),
                ComparisonBuilder.Xledger("2", (Field.JobTitle, "Lærer")),
            ]
        );
        return ReviewSample.Of(comparison, Choosing(choice, comparison.Differences));
    }

    private static Person Complete(string id) =>
        ComparisonBuilder.Xledger(id, (Field.EmploymentStart, "2026-02-01"), (Field.JobTitle, "Kokk"));
}
