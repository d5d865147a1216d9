using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

public class AdditionTests
{
    private static Person Complete(string id, params (Field, string?)[] more) =>
        ComparisonBuilder.Xledger(
            id,
            [
                (Field.Phone, "+4791234567"),
                (Field.BankAccount, new BankAccount("86011117947", "NO").ToValue().TextOrNull),
                (Field.Address, ComparisonBuilder.Address("Storgata 1")),
                (Field.JobTitle, "Cook"),
                (Field.EmploymentStart, "2020-01-01"),
                .. more,
            ]
        );

    private static AddCandidate Candidate(Person person, params Person[] others)
    {
        var target = person.Side.Other();
        var comparison =
            person.Side == Side.Xledger
                ? ComparisonBuilder.Compared(others, [person])
                : ComparisonBuilder.Compared([person], others);
        return Assert.Single(AddCandidates.Of(comparison, target, ComparisonBuilder.Today), candidate =>
            candidate.Person.Id == person.Id
        );
    }

    [Fact]
    public void Plan_PersonAddedToHuma_IsOneChangeForEachKnownValue()
    {
        var person = Complete("1", (Field.ProbationEnd, null));

        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared([ComparisonBuilder.Huma("9")], [person]),
            ComparisonBuilder.AddingToHuma("x1")
        );

        Assert.Equal(
            [
                Field.Email,
                Field.EmploymentId,
                Field.GivenName,
                Field.FamilyName,
                Field.Phone,
                Field.BankAccount,
                Field.Address,
                Field.JobTitle,
                Field.EmploymentStart,
            ],
            plan.Changes.Select(change => change.Field)
        );
        Assert.All(plan.Changes, change =>
            Assert.Equal(
                (ChangeKind.Create, Side.Huma, null, person[change.Field]),
                (change.Kind, change.Target, change.Huma?.Value, change.To)
            )
        );
        Assert.Empty(plan.Blocked);
    }

    [Fact]
    public void Plan_PersonAddedToXledger_LeavesTheBankAccountOutSilently()
    {
        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared(
                [ComparisonBuilder.Huma("1", (Field.BankAccount, "86011117947"))],
                [ComparisonBuilder.Xledger("9")]
            ),
            ComparisonBuilder.AddingToXledger("h1")
        );

        Assert.DoesNotContain(plan.Changes, change => change.Field == Field.BankAccount);
        Assert.Equal(4, plan.Changes.Count);
        Assert.Empty(plan.Blocked);
    }

    [Theory]
    [InlineData(Field.Email, null, ValueReasons.RequiredMissing)]
    [InlineData(Field.EmploymentId, null, ValueReasons.RequiredMissing)]
    [InlineData(Field.FamilyName, null, ValueReasons.RequiredMissing)]
    [InlineData(Field.Email, "not an address", ValueReasons.EmailSyntax)]
    public void Plan_RequiredValueMissingOrInvalid_BlocksThePersonWithTheReason(Field field, string? value, string code)
    {
        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared([], [Complete("1", (field, value))]),
            ComparisonBuilder.AddingToHuma("x1")
        );

        Assert.Empty(plan.Changes);
        Assert.Equal((field, code), (Assert.Single(plan.Blocked).Field, plan.Blocked[0].Reason.Code));
    }

    [Fact]
    public void Plan_OptionalValueInvalid_AddsThePersonWithoutIt()
    {
        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared(
                [],
                [
                    Complete(
                        "1",
                        (Field.Phone, "12"),
                        (Field.Address, ComparisonBuilder.Address("Storgata 1", city: null))
                    ),
                ]
            ),
            ComparisonBuilder.AddingToHuma("x1")
        );

        Assert.DoesNotContain(plan.Changes, change => change.Field is Field.Phone or Field.Address);
        Assert.Equal([Field.Phone, Field.Address], plan.Blocked.Select(blocked => blocked.Field!.Value));
        Assert.NotEmpty(plan.Changes);
    }

    [Fact]
    public void Plan_NoStartDate_LeavesOutEverythingOfThePosition()
    {
        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared(
                [],
                [Complete("1", (Field.EmploymentStart, null), (Field.ProbationEnd, "2020-06-30"))]
            ),
            ComparisonBuilder.AddingToHuma("x1")
        );

        Assert.DoesNotContain(plan.Changes, change => change.Field is Field.JobTitle or Field.ProbationEnd);
        Assert.Equal([Field.JobTitle, Field.ProbationEnd], plan.Blocked.Select(blocked => blocked.Field!.Value));
    }

    [Fact]
    public void Plan_EmailOfTheAddedIsTakenInHuma_BlocksThePerson()
    {
        var holder = ComparisonBuilder.Bare(
            Side.Huma,
            "h9",
            (Field.Email, "person1@example.no"),
            (Field.GivenName, "Ola"),
            (Field.FamilyName, "Lie")
        );
        // An administrator answered that the two with the shared address are different people.
        var input = ComparisonBuilder.Input([holder], [Complete("1")]) with
        {
            Distinct = [new DistinctPair(new HumaId("h9"), new XledgerId("x1"))],
        };
        var plan = ComparisonBuilder.Plan(Comparison.Of(input, []), ComparisonBuilder.AddingToHuma("x1"));

        Assert.Empty(plan.Changes);
        Assert.Contains(plan.Blocked, blocked =>
            blocked.Field == Field.Email && blocked.Reason.Code == PlanningReasons.PlanNotUnique
        );
    }

    [Fact]
    public void Plan_TwoAddedWithTheSamePhone_AreAddedWithoutIt()
    {
        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared([], [Complete("1"), Complete("2")]),
            ComparisonBuilder.AddingToHuma("x1", "x2")
        );

        Assert.Equal(2, plan.Changes.Select(change => change.Xledger).Distinct().Count());
        Assert.DoesNotContain(plan.Changes, change => change.Field == Field.Phone);
        Assert.Equal(2, plan.Blocked.Count(blocked => blocked.Reason.Code == PlanningReasons.PlanNotUnique));
    }

    [Fact]
    public void Plan_PersonInAnOpenQuestion_IsNotAdded()
    {
        (Field, string?)[] same =
        [
            (Field.GivenName, "Ola"),
            (Field.FamilyName, "Nordmann"),
            (Field.Phone, "+4791234567"),
        ];

        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared(
                [ComparisonBuilder.Bare(Side.Huma, "h", same)],
                [ComparisonBuilder.Bare(Side.Xledger, "x", same)]
            ),
            ComparisonBuilder.AddingToHuma("x") with
            {
                AddToXledger = new HashSet<HumaId> { new("h") },
            }
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(
            [PlanningReasons.AddOpenQuestion, PlanningReasons.AddOpenQuestion],
            plan.Blocked.Select(blocked => blocked.Reason.Code)
        );
    }

    [Fact]
    public void Plan_PersonWhoIsPairedOrGone_IsNotAdded()
    {
        var plan = ComparisonBuilder.Plan(
            ComparisonBuilder.Compared([ComparisonBuilder.Huma("1")], [ComparisonBuilder.Xledger("1")]),
            ComparisonBuilder.AddingToHuma("x1", "x7")
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(
            [PlanningReasons.AddPaired, PlanningReasons.AddGone],
            plan.Blocked.Select(blocked => blocked.Reason.Code)
        );
    }

    [Fact]
    public void Plan_TargetNotReadCompletely_AddsNoOne()
    {
        var comparison = Comparison.Of(ComparisonBuilder.Input([], [Complete("1")]) with { HumaComplete = false }, []);

        var plan = ComparisonBuilder.Plan(comparison, ComparisonBuilder.AddingToHuma("x1"));

        Assert.Empty(plan.Changes);
        Assert.Equal(PlanningReasons.AddIncompleteRead, Assert.Single(plan.Blocked).Reason.Code);
        Assert.False(Assert.Single(AddCandidates.Of(comparison, Side.Huma, ComparisonBuilder.Today)).CanBeAdded);
    }

    [Fact]
    public void Candidate_SelfDescribedGender_IsAddedToXledgerWithoutIt()
    {
        var candidate = Candidate(
            ComparisonBuilder.Huma("1", (Field.Gender, "Non-binary"), (Field.BankAccount, "86011117947"))
        );

        Assert.True(candidate.CanBeAdded);
        Assert.Equal(
            [Field.BankAccount, Field.Gender],
            candidate.LeftOut.Select(finding => finding.Field!.Value).Order()
        );
        Assert.Equal([Field.Email, Field.EmploymentId, Field.GivenName, Field.FamilyName], candidate.Carried);
    }

    [Fact]
    public void Candidate_EmploymentIdTaken_CannotBeAdded()
    {
        var candidate = Candidate(Complete("1"), ComparisonBuilder.Huma("9", (Field.EmploymentId, "101")));

        Assert.False(candidate.CanBeAdded);
        Assert.Equal(
            (Field.EmploymentId, PlanningReasons.PlanNotUnique),
            (Assert.Single(candidate.Obstacles).Field!.Value, candidate.Obstacles[0].Reason.Code)
        );
    }

    [Fact]
    public void Candidate_EmploymentEnded_IsMarked()
    {
        var candidate = Candidate(Complete("1", (Field.EmploymentEnd, "2024-12-31")) with { Active = false });

        Assert.True(candidate.CanBeAdded);
        Assert.Equal(
            [PlanningReasons.AddInactive, PlanningReasons.AddEnded],
            candidate.Warnings.Select(warning => warning.Code)
        );
        Assert.Equal(
            PlanningReasons.AddDeactivated,
            Assert.Single(Candidate(ComparisonBuilder.Huma("1") with { Active = false }).Warnings).Code
        );
    }
}
