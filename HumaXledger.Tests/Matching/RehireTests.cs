using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

/// <summary>One person with a record of an earlier employment beside the current one.</summary>
public class RehireTests
{
    private static readonly DateOnly Today = new(2026, 11, 28);

    private static Person Person(Side side, string id, bool active, params (Field, string?)[] values) =>
        ComparisonBuilder.Bare(side, id, [(Field.GivenName, "Nora"), (Field.FamilyName, "Tveit"), .. values]) with
        {
            Active = active,
        };

    private static Matches Match(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        params IReadOnlyList<Link> links
    ) => PersonMatcher.Match(huma, xledger, links, [], today: Today);

    private static readonly (Field, string?)[] Contact =
    [
        (Field.Email, "nora@example.no"),
        (Field.Phone, "+4791234567"),
        (Field.Address, ComparisonBuilder.Address("Storgata 1")),
    ];

    private static readonly Person User = Person(
        Side.Huma,
        "h",
        true,
        [.. Contact, (Field.EmploymentId, "3055"), (Field.EmploymentStart, "2026-09-01")]
    );

    private static readonly Person Ended = Person(
        Side.Xledger,
        "old",
        true,
        [
            .. Contact,
            (Field.EmploymentId, "100"),
            (Field.EmploymentStart, "2015-01-01"),
            (Field.EmploymentEnd, "2022-06-30"),
        ]
    );

    private static readonly Person Current = Person(
        Side.Xledger,
        "new",
        true,
        (Field.Email, null),
        (Field.EmploymentId, "3055"),
        (Field.EmploymentStart, "2026-09-01")
    );

    [Fact]
    public void Match_EndedAndNewEmployee_TakesTheNewOneAndKeepsTheEndedAsEarlier()
    {
        var matches = Match([User], [Ended, Current]);

        var pair = Assert.Single(matches.Pairs);
        Assert.Equal("new", pair.Xledger.Id);
        Assert.Equal(MatchState.Certain, pair.State);
        var earlier = Assert.Single(matches.EarlierRecords);
        Assert.Equal(("old", "h"), (earlier.Record.Id, earlier.Pair.Huma.Id));
        Assert.Empty(matches.OnlyInXledger);
        Assert.Empty(matches.LookAlikes);
    }

    [Fact]
    public void Plan_EndedAndNewEmployee_WritesToTheNewOne()
    {
        var comparison = Comparison.Of(
            ComparisonBuilder.Input([User], [Ended, Current], PolicyRule.HumaWins) with
            {
                Today = Today,
            },
            []
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Empty(plan.Blocked);
        Assert.All(plan.Changes, change => Assert.Equal("new", change.Xledger?.Value));
        Assert.Contains(plan.Changes, change => change is { Field: Field.Email, Target: Side.Xledger });
        Assert.DoesNotContain(AddCandidates.Of(comparison, Side.Huma, Today), candidate =>
            candidate.Person.Id == "old"
        );
    }

    [Fact]
    public void Match_NewEmployeeIsLinked_KeepsTheEndedAsEarlier()
    {
        var matches = Match([User], [Ended, Current], new Link(new HumaId("h"), new XledgerId("new")));

        Assert.Equal("old", Assert.Single(matches.EarlierRecords).Record.Id);
        Assert.Empty(matches.OnlyInXledger);
    }

    [Fact]
    public void Match_NewEmployeeSharesOnlyTheName_OffersBothWithTheirPeriods()
    {
        var matches = Match(
            [User],
            [Ended, Person(Side.Xledger, "new", true, (Field.EmploymentId, "7"), (Field.EmploymentStart, "2026-09-01"))]
        );

        Assert.Empty(matches.Pairs);
        var question = Assert.Single(matches.Ambiguities);
        Assert.Equal(["new", "old"], question.Candidates.Select(candidate => candidate.Xledger.Id).Order());
        Assert.All(question.Candidates, candidate => Assert.True(candidate.Xledger[Field.EmploymentStart].IsValue));
    }

    [Fact]
    public void Match_OnlyTheEndedEmployeeExists_IsAQuestion()
    {
        var pair = Assert.Single(Match([User], [Ended]).Pairs);

        Assert.Equal(MatchState.Probable, pair.State);
        Assert.Equal(MatchingReasons.DoubtEmployment, pair.Doubt?.Code);
    }

    [Fact]
    public void Match_DeactivatedAndNewUser_TakesTheNewOneAndKeepsTheOldAsEarlier()
    {
        (Field, string?)[] shared = [(Field.DateOfBirth, "1988-03-04"), (Field.Phone, "+4791234567")];
        var matches = Match(
            [
                Person(
                    Side.Huma,
                    "a-old",
                    false,
                    [
                        .. shared,
                        (Field.Email, "nora@example.com"),
                        (Field.EmploymentId, "100"),
                        (Field.EmploymentStart, "2015-01-01"),
                        (Field.EmploymentEnd, "2022-06-30"),
                    ]
                ),
                Person(
                    Side.Huma,
                    "b-new",
                    true,
                    [
                        .. shared,
                        (Field.Email, "nora@example.no"),
                        (Field.EmploymentId, "3055"),
                        (Field.EmploymentStart, "2026-09-01"),
                    ]
                ),
            ],
            [
                Person(
                    Side.Xledger,
                    "x",
                    true,
                    [.. shared, (Field.Email, "nora@example.no"), (Field.EmploymentStart, "2026-09-01")]
                ),
            ]
        );

        var pair = Assert.Single(matches.Pairs);
        Assert.Equal("b-new", pair.Huma.Id);
        Assert.Equal("a-old", Assert.Single(matches.EarlierRecords).Record.Id);
        Assert.Empty(matches.OnlyInHuma);
        Assert.Empty(matches.Ambiguities);
    }

    [Fact]
    public void Match_EachEmploymentExistsOnBothSides_PairsThemByPeriod()
    {
        (Field, string?)[] shared = [(Field.DateOfBirth, "1988-03-04"), (Field.Phone, "+4791234567")];
        (Field, string?)[] first =
        [
            .. shared,
            (Field.EmploymentId, "100"),
            (Field.EmploymentStart, "2015-01-01"),
            (Field.EmploymentEnd, "2022-06-30"),
        ];
        (Field, string?)[] second = [.. shared, (Field.EmploymentId, "3055"), (Field.EmploymentStart, "2026-09-01")];
        var matches = Match(
            [Person(Side.Huma, "h1", false, first), Person(Side.Huma, "h2", true, second)],
            [Person(Side.Xledger, "x1", true, first), Person(Side.Xledger, "x2", true, second)]
        );

        Assert.Equal(["h1 = x1", "h2 = x2"], matches.Pairs.Select(pair => $"{pair.Huma.Id} = {pair.Xledger.Id}"));
        Assert.Empty(matches.EarlierRecords);
    }

    [Fact]
    public void Match_EndedNamesakeWithTheInheritedMailbox_IsNoEarlierRecord()
    {
        var user = User with { Values = User.Values.With(Field.DateOfBirth, FieldValue.From("1999-04-12")) };
        var matches = Match(
            [user],
            [Ended with { Values = Ended.Values.With(Field.EmploymentStart, FieldValue.From("1985-01-01")) }, Current]
        );

        Assert.Equal("new", Assert.Single(matches.Pairs).Xledger.Id);
        Assert.Empty(matches.EarlierRecords);
        Assert.Equal("old", Assert.Single(matches.LookAlikes).Xledger.Id);
    }

    [Fact]
    public void Match_DayIsNotKnown_ComparesDatesOnly()
    {
        var matches = PersonMatcher.Match([User], [Ended, Current], [], []);

        Assert.Equal("new", Assert.Single(matches.Pairs).Xledger.Id);
        Assert.Equal("old", Assert.Single(matches.EarlierRecords).Record.Id);
    }
}
