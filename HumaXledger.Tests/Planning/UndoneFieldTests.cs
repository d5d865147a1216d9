using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using static HumaXledger.Tests.Planning.ComparisonBuilder;

namespace HumaXledger.Tests.Planning;

/// <summary>An undone value is shown and left to a person until one of the systems changes.</summary>
public sealed class UndoneFieldTests
{
    private static readonly PutBack Undone = new(
        new HumaId("h1"),
        Field.JobTitle,
        Side.Xledger,
        Value("Regnskapsfører"),
        Value("Fagansvarlig"),
        Run: 7
    );

    [Fact]
    public void Compare_FieldThatWasUndone_IsShownWithTheRunAndNotProposed()
    {
        var difference = Assert.Single(Compared("Fagansvarlig", "Regnskapsfører").Differences);

        Assert.Equal(
            (DifferenceKind.ChangedInHuma, (Side?)null, new Reason(PlanningReasons.PutBack, "7")),
            (difference.Kind, difference.Proposed, difference.Why)
        );
    }

    [Theory]
    [InlineData(PolicyRule.HumaWins)]
    [InlineData(PolicyRule.XledgerWins)]
    [InlineData(PolicyRule.FillEmpty)]
    public void Plan_FieldThatWasUndone_IsDecidedByAPersonAndNotByARule(PolicyRule rule)
    {
        var comparison = Compared("Fagansvarlig", "Regnskapsfører", rule);

        var left = Plan(comparison);
        var decided = Plan(comparison, Choosing(FieldChoice.UseHuma, comparison.Differences));

        Assert.Equal((0, 1), (left.Changes.Count, left.Undecided.Count));
        Assert.Single(decided.Changes);
    }

    [Theory]
    [InlineData("Direktør", "Regnskapsfører")]
    [InlineData("Fagansvarlig", "Direktør")]
    public void Compare_OneSideChangedSinceTheUndo_IsAnOrdinaryDifference(string huma, string xledger)
    {
        var comparison = Compared(huma, xledger, PolicyRule.HumaWins);

        Assert.NotEqual(PlanningReasons.PutBack, Assert.Single(comparison.Differences).Why.Code);
        Assert.Single(Plan(comparison).Changes);
    }

    private static Comparison Compared(string huma, string xledger, PolicyRule rule = PolicyRule.Ask) =>
        Comparison.Of(
            OneField(Field.JobTitle, Value("Regnskapsfører"), Value(huma), Value(xledger), rule) with
            {
                PutBack = [Undone],
            },
            []
        );
}
