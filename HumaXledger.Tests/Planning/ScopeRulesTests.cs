using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

public sealed class ScopeRulesTests
{
    private static readonly DateOnly Today = ComparisonBuilder.Today;
    private static readonly ScopeRule Consultants = new ScopeRule.WithContract("Consultant");

    [Theory]
    [InlineData("Consultant", true)]
    [InlineData("consultant", true)]
    [InlineData("Permanent", false)]
    [InlineData("Consultant Permanent", false)]
    [InlineData("Consultant Freelance", false)]
    [InlineData("", false)]
    public void Contract_Rule_AppliesWhenEveryPositionIsOfTheType(string types, bool leftOut)
    {
        var person = ComparisonBuilder.Huma("1") with
        {
            ContractTypes = types.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };

        Assert.Equal(leftOut, Rules(Consultants).Of(person, Today) is { Unsure: false });
    }

    [Fact]
    public void Contract_TwoTypesOfTwoRules_IsLeftOutByTheFirst()
    {
        var person = ComparisonBuilder.Huma("1") with { ContractTypes = ["Freelance", "Consultant"] };

        Assert.Equal(
            new ScopeExclusion(Consultants, Unsure: false),
            Rules(Consultants, new ScopeRule.WithContract("Freelance")).Of(person, Today)
        );
    }

    [Fact]
    public void Group_MembershipUnknown_IsLeftOutLikeAMember()
    {
        var rule = new ScopeRule.InGroup("g1", "team", "Interns");

        Assert.Equal(
            new ScopeExclusion(rule, Unsure: false),
            Rules(rule).Of(ComparisonBuilder.Huma("1") with { Groups = ["g0", "G1"] }, Today)
        );
        Assert.Null(Rules(rule).Of(ComparisonBuilder.Huma("1") with { Groups = ["g0"] }, Today));
        Assert.Equal(new ScopeExclusion(rule, Unsure: true), Rules(rule).Of(ComparisonBuilder.Huma("1"), Today));
        Assert.Null(Rules(rule).Of(ComparisonBuilder.Xledger("1"), Today));
    }

    [Theory]
    [InlineData("2025-02-28", "2025-02-28", true)]
    [InlineData("2025-03-01", "2025-03-01", false)]
    [InlineData("2020-01-31", null, false)]
    [InlineData(null, "2020-01-31", false)]
    [InlineData(null, null, false)]
    public void Ended_Rule_AppliesWhenBothRecordsEndedLongEnoughAgo(string? huma, string? xledger, bool leftOut)
    {
        var (user, employee) = (
            ComparisonBuilder.Huma("1", (Field.EmploymentEnd, huma)),
            ComparisonBuilder.Xledger("1", (Field.EmploymentEnd, xledger))
        );

        Assert.Equal(leftOut, Rules(new ScopeRule.Ended(12)).Of(user, employee, Today) is not null);
    }

    [Fact]
    public void Ended_UnreadableEnd_DoesNotCount()
    {
        var rules = Rules(new ScopeRule.Ended(12));

        Assert.NotNull(
            rules.Of(
                ComparisonBuilder.Huma("1"),
                ComparisonBuilder.Xledger("1", (Field.EmploymentEnd, "2020-01-31")),
                Today
            )
        );
        Assert.Null(rules.Of(ComparisonBuilder.Huma("1"), ComparisonBuilder.Xledger("1"), Today));
    }

    [Fact]
    public void Compare_PeopleOutOfScope_AreInNoPairNoQuestionAndNotMissing()
    {
        var (consultant, ordinary, onlyHere) = (
            ComparisonBuilder.Huma("1", (Field.JobTitle, "Chef")) with
            {
                ContractTypes = ["Consultant"],
            },
            Permanent("2"),
            Permanent("3") with
            {
                ContractTypes = ["Consultant"],
            }
        );
        var comparison = Compared(
            [consultant, ordinary, onlyHere],
            [
                ComparisonBuilder.Xledger("1", (Field.JobTitle, "Cook")),
                ComparisonBuilder.Xledger("2"),
                ComparisonBuilder.Xledger("4"),
            ],
            Consultants
        );

        Assert.Equal(["h2"], comparison.Matches.Pairs.Select(pair => pair.Huma.Id));
        Assert.Empty(comparison.Matches.OnlyInHuma);
        // Not the consultant's employee, who would be offered for addition to Huma.
        Assert.Equal(["x4"], comparison.Matches.OnlyInXledger.Select(person => person.Id));
        Assert.Empty(comparison.Differences);
        Assert.Equal(
            [("h1", "x1", MatchState.Certain), ("h3", null, MatchState.OnlyInHuma)],
            comparison.OutOfScope.Select(one => (one.Huma!.Id, one.Xledger?.Id, one.State))
        );
    }

    [Fact]
    public void Compare_AnEmployeeOutOfScope_LeavesTheUserOutToo()
    {
        var comparison = Compared(
            [Permanent("1")],
            [ComparisonBuilder.Xledger("1")],
            new ScopeRule.Employee(new XledgerId("x1"))
        );

        Assert.Equal(
            ("h1", "x1"),
            Assert.Single(comparison.OutOfScope) is var one ? (one.Huma!.Id, one.Xledger!.Id) : default
        );
        Assert.Empty(comparison.Matches.Pairs);
    }

    [Fact]
    public void Plan_DecisionsAboutPeopleOutOfScope_AreBlockedWithTheRule()
    {
        var leftOut = new ScopeRule.User(new HumaId("h1"));
        var listed = new ScopeRule.User(new HumaId("h2"));
        var comparison = Compared(
            [Permanent("1"), Permanent("2")],
            [ComparisonBuilder.Xledger("1", (Field.JobTitle, "Cook"))],
            leftOut,
            listed
        );
        var decisions = ComparisonBuilder.AddingToXledger("h2") with
        {
            Fields = new Dictionary<DifferenceKey, FieldChoice>
            {
                [new(new HumaId("h1"), Field.JobTitle)] = FieldChoice.UseHuma,
            },
        };

        var plan = ComparisonBuilder.Plan(comparison, decisions);

        Assert.Empty(plan.Changes);
        Assert.Equal(
            [PlanningReasons.ScopeListed, PlanningReasons.ScopeListed],
            plan.Blocked.Select(one => one.Reason.Code)
        );
    }

    [Fact]
    public void Compare_CandidatesOfAPersonOutOfScope_AreNotOfferedAsNew()
    {
        var twins = new[]
        {
            ComparisonBuilder.Bare(
                Side.Xledger,
                "x1",
                (Field.GivenName, "Anna"),
                (Field.FamilyName, "Aas"),
                (Field.DateOfBirth, "1990-01-31")
            ),
            ComparisonBuilder.Bare(
                Side.Xledger,
                "x2",
                (Field.GivenName, "Anna"),
                (Field.FamilyName, "Aas"),
                (Field.DateOfBirth, "1990-01-31")
            ),
        };
        var anna = ComparisonBuilder.Bare(
            Side.Huma,
            "h1",
            (Field.GivenName, "Anna"),
            (Field.FamilyName, "Aas"),
            (Field.DateOfBirth, "1990-01-31")
        );
        Assert.NotEmpty(ComparisonBuilder.Compared([anna], twins).Matches.Ambiguities);

        var comparison = Compared([anna], twins, new ScopeRule.User(new HumaId("h1")));

        Assert.Empty(comparison.Matches.OnlyInXledger);
        Assert.Equal(3, comparison.OutOfScope.Count);
    }

    private static Person Permanent(string id) => ComparisonBuilder.Huma(id) with { ContractTypes = ["Permanent"] };

    private static Comparison Compared(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        params ScopeRule[] rules
    ) => Comparison.Of(ComparisonBuilder.Input(huma, xledger) with { Scope = new Scope(Rules(rules), Today) }, []);

    private static ScopeRules Rules(params ScopeRule[] rules) => new(rules);
}
