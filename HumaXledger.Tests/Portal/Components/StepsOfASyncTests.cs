using Bunit;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Tests.Planning;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using static HumaXledger.Tests.Planning.ComparisonBuilder;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>The frame around the steps of a synchronization, and the first step.</summary>
public sealed class StepsOfASyncTests : ComponentTest
{
    private static readonly Guid Reading = Guid.Parse("00000000-0000-0000-0000-000000000007");

    private readonly List<string> _asked = [];

    [Fact]
    public void Address_OfEachStep_IsReadAgain()
    {
        var steps = Enum.GetValues<SyncStep>();
        var addresses = steps.Select(step => SyncAddress.Of(Reading, step)).ToList();

        Assert.Equal(
            ["compare", "match", "conflicts", "add", "review"],
            addresses.Select(address => address.Split('/')[^1])
        );
        Assert.Equal(steps.Cast<SyncStep?>(), addresses.Select(address => SyncAddress.Read(address.Split('/')[^1])));
        Assert.Null(SyncAddress.Read("results"));
    }

    [Fact]
    public void Counts_AreOfWhatIsLeftToDecide()
    {
        var session = ReviewSample.Of(TwoDifferences());

        var before = StepCounts.Of(session);
        var after = StepCounts.Of(
            session with
            {
                Decisions = Choosing(FieldChoice.UseHuma, session.Comparison.Differences[0]),
            }
        );

        Assert.Equal((2, 2, 1), (before.Differences, before.Undecided, after.Undecided));
        Assert.Equal(("2", "1"), (before.BadgeOf(SyncStep.Differences), after.BadgeOf(SyncStep.Differences)));
        Assert.Equal(before.CanBeAdded, after.CanBeAdded);
        Assert.False(after.Done(SyncStep.Differences));
        Assert.True(before.Done(SyncStep.WhoIsWho));
        Assert.Null(before.BadgeOf(SyncStep.WhoIsWho));
        Assert.False(before.Done(SyncStep.Review));
    }

    [Theory]
    [InlineData(3, 2, 3, false, "2/3")]
    [InlineData(3, 3, 0, true, "3/3")]
    [InlineData(0, 0, 0, true, null)]
    public void Counts_OfQuestions_AreABadge(int questions, int answered, int chosen, bool done, string? badge)
    {
        var counts = new StepCounts(questions, answered, 0, 0, questions, chosen);

        Assert.Equal((done, badge), (counts.Done(SyncStep.WhoIsWho), counts.BadgeOf(SyncStep.WhoIsWho)));
        Assert.Equal(questions == 0 ? null : $"{chosen}/{questions}", counts.BadgeOf(SyncStep.AddPeople));
        Assert.Equal(questions == 0 || chosen > 0, counts.Done(SyncStep.AddPeople));
    }

    [Fact]
    public void Bar_InTheMiddle_LeadsBackAndOn()
    {
        var bar = Render<StepBar>(parameters =>
            parameters.Add(bar => bar.Summary, "3 answered").AddCascadingValue(new StepLinks("/back", "/next"))
        );

        Assert.Equal(["/back", "/next"], bar.FindAll("a").Select(link => link.GetAttribute("href")));
        Assert.Equal("Back 3 answered Next", TextOf(bar.Find(".ui-actionbar")));
        Assert.Single(bar.FindAll(".mud-button-filled-primary"));
    }

    [Fact]
    public void Compare_BeforeTheFirstTime_OffersNothingElse()
    {
        var step = Compare(null, null);

        Assert.Equal("Compare", TextOf(Assert.Single(step.FindAll("button"))));
        Assert.Empty(step.FindAll(".ui-tile, [role=alert]"));
    }

    [Fact]
    public void Compare_WhileReading_ShowsCountsAndTheTimeLeftWhereItIsKnown()
    {
        var step = Compare(Progress(new ReadCount(10, 250), new ReadCount(40, null)), null);
        Assert.DoesNotContain("left", TextOf(step.Find("section[aria-label=Huma]")), StringComparison.Ordinal);

        Clock.Advance(TimeSpan.FromSeconds(4));
        step.Render(parameters =>
            parameters.Add(step => step.Progress, Progress(new ReadCount(50, 250), new ReadCount(80, null)))
        );

        Assert.Equal(
            "Huma 50 50 of 250 people read · about 20 seconds left",
            TextOf(step.Find("section[aria-label=Huma]"))
        );
        Assert.Equal("Xledger 80 80 people read", TextOf(step.Find("section[aria-label=Xledger]")));
        Assert.Equal(["50", null], step.FindAll("progress").Select(progress => progress.GetAttribute("value")));
        Assert.Empty(step.FindAll("button"));
        Assert.Equal(
            "You can leave this page; the comparison goes on.",
            TextOf(step.Find(".ui-actionbar [role=status]"))
        );
    }

    [Fact]
    public async Task Compare_ReadIncompletely_SaysWhatIsMissingAndOffersOneButton()
    {
        var failed = Progress(new ReadCount(240, 250), new ReadCount(3, null)) with
        {
            State = ComparisonState.Failed,
            Failure = new Reason(ValueReasons.EmailSyntax),
        };

        var step = Compare(failed, null);

        Assert.Contains(
            "The comparison could not be completed",
            TextOf(step.Find("[role=alert]")),
            StringComparison.Ordinal
        );
        Assert.Contains("Nothing was changed", TextOf(step.Find("[role=alert]")), StringComparison.Ordinal);
        Assert.Equal("Huma 240 240 of 250 people read", TextOf(step.Find("section[aria-label=Huma]")));
        var again = Assert.Single(step.FindAll("button"));
        Assert.Equal("Compare again", TextOf(again));
        await again.ClickAsync();
        Assert.Equal(["compare"], _asked);
    }

    [Theory]
    [InlineData("en-GB", "2 found in both systems|0 people to match|2 differences|0 people who can be added")]
    [InlineData("nb-NO", "2 finnes i begge systemene|0 personer å koble|2 forskjeller|0 personer som kan legges til")]
    [InlineData("sv-SE", "2 finns i båda systemen|0 personer att matcha|2 skillnader|0 personer som kan läggas till")]
    public void Compare_Complete_ShowsWhatWasFoundWithAWayToIt(string culture, string found)
    {
        Use(culture);
        var session = ReviewSample.Of(TwoDifferences());

        var step = Compare(null, session);

        Assert.Equal(found.Split('|'), step.FindAll("a.ui-tile").Select(TextOf));
        Assert.Equal(
            SyncAddress.Of(session.Connection.Id, SyncStep.Differences),
            step.FindAll("a.ui-tile")[2].GetAttribute("href")
        );
        Assert.Single(step.FindAll(".mud-button-filled-primary"));
    }

    [Fact]
    public void Comparison_ThatWaitsForTheDatabase_SaysWhyAndOffersNothing()
    {
        var waiting = Progress(new ReadCount(10, 250), default) with
        {
            Failure = new Reason(StorageReasons.Unreachable),
        };

        var step = Compare(waiting, session: null);

        Assert.Contains(Words.English<SyncText>("Compare.Waits"), step.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Words.English<SyncText>("Compare.Failed"), step.Markup, StringComparison.Ordinal);
        Assert.Empty(step.FindAll("button"));
    }

    private IRenderedComponent<CompareStep> Compare(CompareProgress? progress, ReviewSession? session) =>
        Render<CompareStep>(parameters =>
            parameters
                .Add(step => step.Progress, progress)
                .Add(step => step.Session, session)
                .Add(step => step.Counts, session is null ? null : StepCounts.Of(session))
                .Add(step => step.Compare, EventCallback.Factory.Create(this, () => _asked.Add("compare")))
                .AddCascadingValue(new StepLinks(null, session is null ? null : "/next"))
        );

    private static CompareProgress Progress(ReadCount huma, ReadCount xledger) =>
        new(Reading, ComparisonState.Running, huma, xledger, Matching: false, Failure: null);

    private static Comparison TwoDifferences() =>
        Linked(
            [
                ComparisonBuilder.Huma("1", (Field.JobTitle, "Kokk")),
                ComparisonBuilder.Huma("2", (Field.JobTitle, "Rektor")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.JobTitle, "Servitør")),
                ComparisonBuilder.Xledger("2", (Field.JobTitle, "Lærer")),
            ]
        );
}
