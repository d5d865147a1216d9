using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using static HumaXledger.Tests.Planning.ComparisonBuilder;

namespace HumaXledger.Tests.Planning;

/// <summary>The people included in a pilot, and its part of the plan.</summary>
public sealed class PilotChoiceTests
{
    private const string One = "+4791000001",
        Two = "+4791000002",
        Three = "+4791000003",
        Four = "+4791000004";

    [Fact]
    public void Of_AChainOfPhoneChanges_IncludesEachPersonWhoReleasesOne()
    {
        // The first takes the second's number, the second the third's, the third a new one.
        var (comparison, plan) = Planned((One, Two), (Two, Three), (Three, Four));

        var first = PilotChoice.Of(plan, comparison, [Ref(1)]);
        var last = PilotChoice.Of(plan, comparison, [Ref(3)]);

        Assert.Equal(new[] { Ref(1), Ref(2), Ref(3) }.ToHashSet(), first.People);
        Assert.Equal(2, first.Along.Count);
        Assert.Equal([Ref(3)], last.People);
        Assert.Empty(last.Along);
    }

    [Fact]
    public void Of_OneOfTwoWhoExchange_IncludesTheOther()
    {
        var (comparison, plan) = Planned((One, Two), (Two, One), (Three, Four));

        var choice = PilotChoice.Of(plan, comparison, [Ref(2)]);

        Assert.Equal(new[] { Ref(1), Ref(2) }.ToHashSet(), choice.People);
    }

    [Fact]
    public void Only_AndItsRest_AreThePlanTogether()
    {
        var (_, plan) = Planned((One, Two), (Two, One), (Three, Four));

        var pilot = plan.Only(person => person != Ref(3), ForecastModel.Default);
        var rest = plan.Only(person => person == Ref(3), ForecastModel.Default);

        Assert.Equal(
            plan.Changes.Select(Describe).Order(),
            pilot.Changes.Concat(rest.Changes).Select(Describe).Order()
        );
        Assert.Equal(Enumerable.Range(1, pilot.Changes.Count), pilot.Changes.Select(change => change.Sequence));
        Assert.Equal(3, new[] { plan.Fingerprint, pilot.Fingerprint, rest.Fingerprint }.Distinct().Count());
        Assert.Equal(plan.Guards, pilot.Guards);
    }

    private static string Describe(PlannedChange change) =>
        $"{change.Huma} {change.Wave} {change.From.TextOrNull} {change.To.TextOrNull}";

    private static PersonRef Ref(int number) => new(Side.Huma, $"h{number}");

    // Current phones in Huma, and the wanted ones of Xledger.
    private static (Comparison Comparison, SyncPlan Plan) Planned(params (string Huma, string Xledger)[] phones)
    {
        var comparison = Linked(
            [.. phones.Select((phone, index) => ComparisonBuilder.Huma($"{index + 1}", (Field.Phone, phone.Huma)))],
            [
                .. phones.Select(
                    (phone, index) => ComparisonBuilder.Xledger($"{index + 1}", (Field.Phone, phone.Xledger))
                ),
            ]
        );
        return (comparison, Plan(comparison, Choosing(FieldChoice.UseXledger, comparison.Differences)));
    }
}
