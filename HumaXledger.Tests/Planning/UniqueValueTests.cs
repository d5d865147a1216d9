using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

/// <summary>Values that only one person of a system may have: taken, passed on and exchanged.</summary>
public class UniqueValueTests
{
    [Fact]
    public void Plan_ValueTakenInTheTarget_IsBlockedAndNamesItsOwner()
    {
        var comparison = ComparisonBuilder.Compared(
            [
                ComparisonBuilder.Huma("1", (Field.Phone, "+4790000001")),
                ComparisonBuilder.Huma("2", (Field.Phone, "+4790000002")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.Phone, "+47 900 00 002")),
                ComparisonBuilder.Xledger("2", (Field.Phone, "+4790000002")),
            ],
            PolicyRule.XledgerWins
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Empty(plan.Changes);
        Assert.Equal(
            new Reason(PlanningReasons.PlanNotUnique, "phone", comparison.Input.Huma[1].DisplayName),
            Assert.Single(plan.Blocked).Reason
        );
    }

    [Fact]
    public void Plan_TwoPeopleWithTheSameNewValue_AreBothBlocked()
    {
        var comparison = ComparisonBuilder.Compared(
            [ComparisonBuilder.Huma("1", (Field.Phone, null)), ComparisonBuilder.Huma("2", (Field.Phone, null))],
            [
                ComparisonBuilder.Xledger("1", (Field.Phone, "+4790000001")),
                ComparisonBuilder.Xledger("2", (Field.Phone, "90000001")),
            ],
            PolicyRule.XledgerWins
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Empty(plan.Changes);
        Assert.Equal(2, plan.Blocked.Count);
    }

    [Fact]
    public void Plan_PhonePassedOnInHuma_IsWrittenAfterItsRelease()
    {
        var comparison = ComparisonBuilder.Compared(
            [
                ComparisonBuilder.Huma("1", (Field.Phone, "+4790000001")),
                ComparisonBuilder.Huma("2", (Field.Phone, "+4790000002")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.Phone, "+4790000002")),
                ComparisonBuilder.Xledger("2", (Field.Phone, "+4790000003")),
            ],
            PolicyRule.XledgerWins
        );

        var changes = ComparisonBuilder.Plan(comparison).Changes;

        Assert.Equal(["h2", "h1"], changes.Select(change => change.Huma!.Value.Value));
        Assert.Equal([0, 1], changes.Select(change => change.Wave));
    }

    [Fact]
    public void Plan_TwoExchangePhonesInHuma_ClearsOneFirstAndSucceedsStepByStep()
    {
        var comparison = ComparisonBuilder.Compared(
            [
                ComparisonBuilder.Huma("1", (Field.Phone, "+4790000001")),
                ComparisonBuilder.Huma("2", (Field.Phone, "+4790000002")),
                ComparisonBuilder.Huma("3", (Field.Phone, "+4790000003")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.Phone, "+4790000002")),
                ComparisonBuilder.Xledger("2", (Field.Phone, "+4790000003")),
                ComparisonBuilder.Xledger("3", (Field.Phone, "+4790000001")),
            ],
            PolicyRule.XledgerWins
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Empty(plan.Blocked);
        Assert.Equal(4, plan.Changes.Count);
        var held = comparison.Input.Huma.ToDictionary(person => person.Id, person => person[Field.Phone]);
        foreach (var change in plan.Changes)
        {
            Assert.Equal(change.From, held[change.Huma!.Value.Value]);
            held[change.Huma!.Value.Value] = change.To;
            var values = held.Values.Where(value => value.IsValue).ToArray();
            Assert.Equal(values.Length, values.Distinct().Count());
        }

        Assert.Equal(["+4790000002", "+4790000003", "+4790000001"], held.Values.Select(value => value.TextOrNull));
    }

    [Fact]
    public void Plan_TwoExchangeEmailsInHuma_AreBlockedBecauseNeitherCanGoFirst()
    {
        var comparison = ComparisonBuilder.Compared(
            [
                ComparisonBuilder.Huma("1", (Field.Email, "a@example.no")),
                ComparisonBuilder.Huma("2", (Field.Email, "b@example.no")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.Email, "b@example.no")),
                ComparisonBuilder.Xledger("2", (Field.Email, "a@example.no")),
            ],
            PolicyRule.XledgerWins
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Empty(plan.Changes);
        Assert.Equal(2, plan.Blocked.Count(blocked => blocked.Reason.Code == PlanningReasons.PlanExchange));
    }

    [Fact]
    public void Plan_EmploymentIdPassedOnInXledger_IsWrittenAfterItsRelease()
    {
        var comparison = ComparisonBuilder.Linked(
            [
                ComparisonBuilder.Huma("1", (Field.EmploymentId, "8")),
                ComparisonBuilder.Huma("2", (Field.EmploymentId, "9")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.EmploymentId, "7")),
                ComparisonBuilder.Xledger("2", (Field.EmploymentId, "8")),
            ],
            PolicyRule.HumaWins
        );

        var changes = ComparisonBuilder.Plan(comparison).Changes;

        Assert.Equal(["x2", "x1"], changes.Select(change => change.Xledger!.Value.Value));
        Assert.Equal([0, 1], changes.Select(change => change.Wave));
    }

    [Theory]
    [InlineData(PolicyRule.HumaWins, "Xledger")]
    [InlineData(PolicyRule.XledgerWins, "Huma")]
    public void Plan_TwoExchangeEmploymentIds_AreBlockedBecauseNeitherCanBeCleared(PolicyRule policy, string target)
    {
        var comparison = ComparisonBuilder.Linked(
            [
                ComparisonBuilder.Huma("1", (Field.EmploymentId, "7")),
                ComparisonBuilder.Huma("2", (Field.EmploymentId, "8")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.EmploymentId, "8")),
                ComparisonBuilder.Xledger("2", (Field.EmploymentId, "7")),
            ],
            policy
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Empty(plan.Changes);
        Assert.Equal(2, plan.Blocked.Count);
        Assert.All(plan.Blocked, blocked =>
            Assert.Equal(new Reason(PlanningReasons.PlanExchange, "employmentId", target), blocked.Reason)
        );
    }

    [Fact]
    public void Plan_TwoExchangePhonesInXledger_AreTwoPlainChanges()
    {
        var comparison = ComparisonBuilder.Linked(
            [
                ComparisonBuilder.Huma("1", (Field.Phone, "+4790000001")),
                ComparisonBuilder.Huma("2", (Field.Phone, "+4790000002")),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.Phone, "+4790000002")),
                ComparisonBuilder.Xledger("2", (Field.Phone, "+4790000001")),
            ],
            PolicyRule.HumaWins
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Equal(["+4790000001", "+4790000002"], plan.Changes.Select(change => change.To.TextOrNull));
        Assert.All(plan.Changes, change => Assert.Equal(0, change.Wave));
    }
}
