using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

/// <summary>Before a person is added, records that may be the same person are shown.</summary>
public class ResemblanceTests
{
    private const string Number = "41014061078";

    private static AddCandidate Candidate(Comparison comparison, Side target, string id) =>
        Assert.Single(AddCandidates.Of(comparison, target, ComparisonBuilder.Today), candidate =>
            candidate.Person.Id == id
        );

    private static Comparison With(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        params OutsideRecord[] outside
    ) => Comparison.Of(ComparisonBuilder.Input(huma, xledger) with { Outside = outside }, []);

    [Fact]
    public void Candidate_SameNumberAndIdentificationInAnotherEntity_IsReportedAndNotInChooseAll()
    {
        var elsewhere = ComparisonBuilder.Xledger(
            "77",
            (Field.EmploymentId, "101"),
            (Field.Identification, Number),
            (Field.Email, "private@example.no")
        ) with
        {
            Owner = "9",
        };
        var comparison = With(
            [
                ComparisonBuilder.Huma(
                    "1",
                    (Field.Identification, Number),
                    (Field.GivenName, "Haugen"),
                    (Field.FamilyName, "Haugen")
                ),
            ],
            [ComparisonBuilder.Xledger("5")],
            new OutsideRecord(elsewhere, "Fjellheim Sverige AB")
        );

        var candidate = Candidate(comparison, Side.Xledger, "h1");

        var alike = Assert.Single(candidate.MayExist);
        Assert.Equal((PlanningReasons.AddMayExistIn, "x77"), (alike.Reason.Code, alike.Person.Id));
        Assert.Contains("Fjellheim Sverige AB", alike.Reason.Arguments);
        Assert.Contains(alike.Evidence, evidence => evidence is { Field: Field.Identification, Agrees: true });
        Assert.True(candidate is { NeedsReview: true, CanBeAdded: true });
    }

    [Fact]
    public void Candidate_OtherEntityWithoutKnownName_IsStillReportedAsAnotherEntity()
    {
        var comparison = With(
            [ComparisonBuilder.Huma("1")],
            [],
            new OutsideRecord(ComparisonBuilder.Xledger("1") with { Owner = "9" }, null)
        );

        Assert.Equal(
            PlanningReasons.AddMayExistOutside,
            Assert.Single(Candidate(comparison, Side.Xledger, "h1").MayExist).Reason.Code
        );
    }

    [Fact]
    public void Candidate_NamesakeInAnotherEntity_IsAnOrdinaryAddition()
    {
        var namesake = ComparisonBuilder.Xledger(
            "1",
            (Field.Email, "another@example.no"),
            (Field.EmploymentId, "9001")
        ) with
        {
            Owner = "9",
        };

        var candidate = Candidate(
            With([ComparisonBuilder.Huma("1")], [], new OutsideRecord(namesake, "Fjellheim Sverige AB")),
            Side.Xledger,
            "h1"
        );

        Assert.Empty(candidate.MayExist);
        Assert.False(candidate.NeedsReview);
    }

    [Fact]
    public void Candidate_ResemblesAnEmployeeOfAnotherUser_IsReported()
    {
        // Two profiles of one person in Huma; the employee belongs to the first.
        var twice = ComparisonBuilder.Huma(
            "2",
            (Field.GivenName, "Berit"),
            (Field.FamilyName, "Bakke"),
            (Field.Phone, "+4791234567"),
            (Field.DateOfBirth, "1980-04-05")
        );
        var first = ComparisonBuilder.Huma(
            "1",
            (Field.GivenName, "Berit"),
            (Field.FamilyName, "Bakke"),
            (Field.Phone, "+4791234567"),
            (Field.DateOfBirth, "1980-04-05")
        );
        var employee = ComparisonBuilder.Xledger(
            "1",
            (Field.GivenName, "Berit"),
            (Field.FamilyName, "Bakke"),
            (Field.Phone, "+4791234567"),
            (Field.DateOfBirth, "1980-04-05")
        );
        var input = ComparisonBuilder.Input([first, twice], [employee]) with
        {
            Links = [new Link(new HumaId("h1"), new XledgerId("x1"))],
        };

        var candidate = Candidate(
            Comparison.Of(input, [new MatchDecision(new HumaId("h2"), null)]),
            Side.Xledger,
            "h2"
        );

        Assert.Equal(
            (PlanningReasons.AddMayExist, "x1"),
            (Assert.Single(candidate.MayExist).Reason.Code, candidate.MayExist[0].Person.Id)
        );
    }

    [Fact]
    public void Candidate_HumaUserOfAnotherConnection_IsReportedWithItsName()
    {
        var claimed = new OutsideRecord(ComparisonBuilder.Huma("1"), "Fjellheim Sverige AB");

        var candidate = Candidate(With([], [ComparisonBuilder.Xledger("1")], claimed), Side.Huma, "x1");

        Assert.Equal(["Fjellheim Sverige AB"], Assert.Single(candidate.MayExist).Reason.Arguments.Skip(2));
    }

    [Fact]
    public void Plan_ChosenDespiteTheResemblance_HasAWarning()
    {
        var comparison = With(
            [ComparisonBuilder.Huma("1")],
            [],
            new OutsideRecord(ComparisonBuilder.Xledger("1") with { Owner = "9" }, "Fjellheim Sverige AB")
        );

        var plan = ComparisonBuilder.Plan(comparison, ComparisonBuilder.AddingToXledger("h1"));

        Assert.NotEmpty(plan.Changes);
        var warning = Assert.Single(plan.Warnings, warning => warning.Field is null);
        Assert.Equal(
            (Side.Xledger, "h1", PlanningReasons.AddMayExistIn),
            (warning.Target, warning.Huma?.Value, warning.Reason.Code)
        );
    }

    [Theory]
    [InlineData("2026-02-28", true)]
    [InlineData("2026-03-01", false)]
    [InlineData(null, false)]
    public void Candidate_EmploymentEndedBeforeToday_IsNotInChooseAll(string? end, bool needsLook) =>
        Assert.Equal(
            needsLook,
            Candidate(
                With([], [ComparisonBuilder.Xledger("1", (Field.EmploymentEnd, end))]),
                Side.Huma,
                "x1"
            ).NeedsReview
        );

    [Fact]
    public void OtherEntityRecords_Kept_AreOnlyThoseThatResembleUnmatchedPeople()
    {
        var comparison = ComparisonBuilder.Compared(
            [ComparisonBuilder.Huma("1"), ComparisonBuilder.Huma("2")],
            [ComparisonBuilder.Xledger("2"), ComparisonBuilder.Xledger("3")]
        );
        OutsideRecord[] outside =
        [
            new(ComparisonBuilder.Xledger("1", (Field.EmploymentId, "77")) with { Id = "outside1" }, null),
            new(ComparisonBuilder.Xledger("2") with { Id = "outside2" }, null),
            new(ComparisonBuilder.Xledger("8"), null),
            new(ComparisonBuilder.Huma("3") with { Id = "claimed3" }, "Other"),
        ];

        var kept = Resemblances.Kept(comparison, outside);

        Assert.Equal(["outside1", "claimed3"], kept.Select(record => record.Person.Id));
    }
}
