using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;

namespace HumaXledger.Tests.People;

/// <summary>Positions that make up one employment; dates are calendar days.</summary>
public sealed class EmploymentChainTests
{
    private static readonly DateOnly Before = new(2026, 11, 28);
    private static readonly Position Old = Of("old", "Konsulent", "2017-07-31", "2026-11-29");
    private static readonly Position New = Of("new", "Leder", "2026-11-30", null);
    private static readonly PositionFacts Since2017 = new(new DateOnly(2017, 7, 31), []);

    [Theory]
    [InlineData("2026-11-28", "Konsulent")]
    [InlineData("2026-11-29", "Konsulent")]
    [InlineData("2026-11-30", "Leder")]
    [InlineData("2030-01-01", "Leder")]
    public void FollowOn_OnEachDay_IsOneOpenEmploymentAndTheTitleChangesOnTheDay(string day, string title)
    {
        var chain = On(CalendarDate.Read(day)!.Value, Since2017, Old, New);

        Assert.Equal((new DateOnly(2017, 7, 31), null, title), (chain.Start, chain.End, chain.Main.Title));
        Assert.Equal("old", chain.SourceOf(Field.EmploymentStart)?.Id);
        Assert.Equal("new", chain.SourceOf(Field.EmploymentEnd)?.Id);
    }

    [Fact]
    public void Parallel_LargerOneEnds_EmploymentStaysOpenAndTheOtherGivesTheTitle()
    {
        Position[] positions =
        [
            Of("large", "Leder", "2020-01-01", "2026-11-30", 60),
            Of("small", "Vikar", "2021-01-01", null, 40),
        ];

        var (before, after) = (
            On(Before, PositionFacts.None, positions),
            On(new DateOnly(2026, 12, 1), PositionFacts.None, positions)
        );

        Assert.Equal((null, "Leder"), (before.End, before.Main.Title));
        Assert.Equal((null, "Vikar"), (after.End, after.Main.Title));
        Assert.Equal(new DateOnly(2020, 1, 1), after.Start);
    }

    [Theory]
    [InlineData("2026-11-30", 0, true)]
    [InlineData("2026-12-01", 0, false)]
    [InlineData("2026-12-01", 1, true)]
    [InlineData("2026-12-31", 30, false)]
    [InlineData("2026-12-30", 30, true)]
    public void Gap_UpToTheSetting_JoinsThePositions(string next, int gap, bool joins)
    {
        var chain = EmploymentChain.On(
            Before,
            [Old, Of("new", "Leder", next, null)],
            Since2017,
            EmploymentRules.Default with
            {
                JoinGapDays = gap,
            }
        )!;

        Assert.Equal(joins ? null : new DateOnly(2026, 11, 29), chain.End);
    }

    [Fact]
    public void Gap_WithinTheEmployment_KeepsTheTitleOfTheEndedPositionUntilTheNextBegins()
    {
        Position[] positions = [Old, Of("new", "Leder", "2026-12-05", null)];
        var rules = EmploymentRules.Default with { JoinGapDays = 10 };

        Assert.Equal(
            "Konsulent",
            EmploymentChain.On(new DateOnly(2026, 12, 2), positions, Since2017, rules)!.Main.Title
        );
        Assert.Equal("Leder", EmploymentChain.On(new DateOnly(2026, 12, 5), positions, Since2017, rules)!.Main.Title);
    }

    [Fact]
    public void Rehired_AfterAGap_StartsAgainRegardlessOfTheFirstContract()
    {
        var chain = On(new DateOnly(2027, 5, 1), Since2017, Old, Of("again", "Leder", "2027-03-01", null));

        Assert.Equal((new DateOnly(2027, 3, 1), null), (chain.Start, chain.End));
    }

    [Fact]
    public void BetweenTwoEmployments_TheNextOneCounts_AndAfterTheLastThatOne()
    {
        Position[] positions = [Old, Of("again", "Leder", "2027-03-01", "2027-12-31")];

        Assert.Equal("Leder", On(new DateOnly(2026, 12, 24), Since2017, positions).Main.Title);
        Assert.Equal(new DateOnly(2027, 12, 31), On(new DateOnly(2030, 1, 1), Since2017, positions).End);
    }

    [Theory]
    // Earlier than what Huma still lists, and nothing ended lies between: the employment started then.
    [InlineData("2010-01-01", "2010-01-01")]
    [InlineData("2017-07-31", "2017-07-31")]
    [InlineData("2018-01-01", "2018-01-01")]
    [InlineData("2027-01-01", "2017-07-31")]
    [InlineData(null, "2017-07-31")]
    public void FirstContract_InTheChain_IsTheStart(string? firstContract, string start) =>
        Assert.Equal(
            CalendarDate.Read(start),
            On(Before, new PositionFacts(CalendarDate.Read(firstContract), []), Old).Start
        );

    [Fact]
    public void FirstContract_OnlyPositionIsUpcoming_IsNotPartOfTheEmployment()
    {
        var chain = On(new DateOnly(2026, 11, 1), new PositionFacts(new DateOnly(2010, 1, 1), []), New);

        Assert.Equal(new DateOnly(2026, 11, 30), chain.Start);
    }

    [Fact]
    public void Start_BeforeEveryPosition_ComesFromNoneOfThem() =>
        Assert.Null(On(Before, new PositionFacts(new DateOnly(2010, 1, 1), []), Old).SourceOf(Field.EmploymentStart));

    [Fact]
    public void StartOfTheMainPosition_WhereChosen_FollowsItAndComesFromIt()
    {
        var chain = EmploymentChain.On(
            new DateOnly(2026, 12, 1),
            [Old, New],
            Since2017,
            EmploymentRules.Default with
            {
                Start = EmploymentStartRule.MainPosition,
            }
        )!;

        Assert.Equal((new DateOnly(2026, 11, 30), "new"), (chain.Start, chain.SourceOf(Field.EmploymentStart)!.Id));
    }

    [Fact]
    public void End_OfSeveralOpenPositionsOrOfTwoWithOneEnd_ComesFromNoneOfThem()
    {
        Position[] open = [Of("a", "A", "2020-01-01", null), Of("b", "B", "2021-01-01", null)];
        Position[] ending = [Of("a", "A", "2020-01-01", "2027-01-31"), Of("b", "B", "2021-01-01", "2027-01-31")];

        Assert.Null(On(Before, PositionFacts.None, open).SourceOf(Field.EmploymentEnd));
        Assert.Null(On(Before, PositionFacts.None, ending).SourceOf(Field.EmploymentEnd));
        Assert.Equal("a", On(Before, PositionFacts.None, open).SourceOf(Field.EmploymentStart)?.Id);
    }

    [Theory]
    [InlineData(MainPositionChoice.HumasOwn, "early")]
    [InlineData(MainPositionChoice.LargestPercentage, "large")]
    [InlineData(MainPositionChoice.LongestRunning, "early")]
    [InlineData(MainPositionChoice.LatestStart, "late")]
    public void Main_ByTheRule_IsCurrentOnTheDay(MainPositionChoice rule, string main)
    {
        Position[] positions =
        [
            Of("early", "A", "2018-01-01", null, 20),
            Of("large", "B", "2019-01-01", null, 50),
            Of("late", "C", "2020-01-01", null, 30),
            Of("over", "D", "2017-01-01", "2019-12-31", 100),
            Of("coming", "E", "2027-01-01", null, 100),
        ];
        var rules = EmploymentRules.Default with { MainPosition = rule };

        Assert.Equal(main, EmploymentChain.On(Before, positions, new PositionFacts(null, ["early"]), rules)!.Main.Id);
        Assert.Equal(
            "late",
            EmploymentChain.On(Before, positions, new PositionFacts(null, ["early"], "late"), rules)!.Main.Id
        );
        Assert.Equal(
            main,
            EmploymentChain.On(Before, positions, new PositionFacts(null, ["early"], "over"), rules)!.Main.Id
        );
    }

    [Fact]
    public void HumasOwn_WhereTheProfileMirrorsNone_IsTheLargestPercentage() =>
        Assert.Equal(
            "b",
            On(
                Before,
                PositionFacts.None,
                Of("a", "A", "2018-01-01", null, 40),
                Of("b", "B", "2019-01-01", null, 60)
            ).Main.Id
        );

    [Fact]
    public void Undated_IsCurrentAndOpen_AndItsStartIsNotStated()
    {
        var chain = On(Before, PositionFacts.None, Of("a", "A", null, null));

        Assert.Equal((null, null, "a"), (chain.Start, chain.End, chain.Main.Id));
    }

    [Fact]
    public void NoPosition_IsNoEmployment() =>
        Assert.Null(EmploymentChain.On(Before, [], PositionFacts.None, EmploymentRules.Default));

    [Fact]
    public void Outlook_OfAFollowOn_HasTheTitleOnItsDayAndNoEnd()
    {
        var outlook = EmploymentOutlook.On(Before, [Old, New], Since2017, EmploymentRules.Default)!;

        Assert.Equal(new DateOnly(2026, 11, 30), outlook.LookAgainOn);
        Assert.Collection(
            outlook.Announced,
            ends =>
            {
                Assert.Equal(
                    (new DateOnly(2026, 11, 29), AnnouncedKind.PositionEnds, "Konsulent"),
                    (ends.Date, ends.Kind, ends.Title)
                );
                Assert.Empty(ends.Values);
            },
            begins =>
            {
                Assert.Equal(
                    (new DateOnly(2026, 11, 30), AnnouncedKind.PositionBegins, "Leder"),
                    (begins.Date, begins.Kind, begins.Title)
                );
                Assert.Equal([new AnnouncedValue(Field.JobTitle, "Leder")], begins.Values);
            }
        );
    }

    [Fact]
    public void Outlook_OfTheLastPositionThatEnds_HasTheEndAndTheDayAfter()
    {
        var outlook = EmploymentOutlook.On(Before, [Old], Since2017, EmploymentRules.Default)!;

        var ends = Assert.Single(outlook.Announced);
        Assert.Equal((new DateOnly(2026, 11, 29), AnnouncedKind.EmploymentEnds), (ends.Date, ends.Kind));
        Assert.Equal(new DateOnly(2026, 11, 30), outlook.LookAgainOn);
        Assert.Null(EmploymentOutlook.On(new DateOnly(2026, 11, 30), [Old], Since2017, EmploymentRules.Default));
    }

    [Fact]
    public void Outlook_OfOneOpenPosition_IsEmpty() =>
        Assert.Null(
            EmploymentOutlook.On(
                Before,
                [Of("a", "A", "2020-01-01", null)],
                PositionFacts.None,
                EmploymentRules.Default
            )
        );

    [Fact]
    public void Outlook_OfSeveralToday_ListsThemForTheChoice()
    {
        var outlook = EmploymentOutlook.On(
            Before,
            [
                Of("a", "A", "2020-01-01", null),
                Of("b", "B", "2021-01-01", null),
                Of("c", "C", "2015-01-01", "2019-12-31"),
            ],
            PositionFacts.None,
            EmploymentRules.Default
        )!;

        Assert.Equal(["a", "b"], outlook.Positions.Select(position => position.Id));
        Assert.Null(outlook.LookAgainOn);
    }

    [Fact]
    public void MaximumDate_IsADateLikeAnyOther()
    {
        var chain = On(
            Before,
            PositionFacts.None,
            Of("a", "A", "2020-01-01", "9999-12-31"),
            Of("b", "B", "2021-01-01", "2022-01-01")
        );

        Assert.Equal(DateOnly.MaxValue, chain.End);
        Assert.Null(
            EmploymentOutlook.On(
                Before,
                [Of("a", "A", "2020-01-01", "9999-12-31")],
                PositionFacts.None,
                EmploymentRules.Default
            )
        );
    }

    [Fact]
    public void EndedWithoutADate_IsNoOpenEmployment_AndKeepsTheEndOfTheOthers()
    {
        var over = Of("over", "A", null, null) with { Status = PositionPhase.Ended };
        Position[] positions = [over, Of("last", "B", null, "2020-06-30")];

        Assert.Equal(new DateOnly(2020, 6, 30), On(Before, PositionFacts.None, positions).End);
        Assert.False(On(Before, PositionFacts.None, over).EndIsStated);
    }

    [Fact]
    public void Start_FirstPositionWithoutADate_IsNotTakenFromTheNext()
    {
        Position[] positions = [Of("old", "A", null, "2026-11-29"), New];

        Assert.Null(On(Before, PositionFacts.None, positions).Start);
        Assert.Equal(new DateOnly(2017, 7, 31), On(Before, Since2017, positions).Start);
    }

    internal static Position Of(string id, string title, string? start, string? end, int? percentage = null) =>
        new(id, title, CalendarDate.Read(start), CalendarDate.Read(end), percentage);

    private static EmploymentChain On(DateOnly day, PositionFacts facts, params Position[] positions) =>
        EmploymentChain.On(day, positions, facts, EmploymentRules.Default)!;
}
