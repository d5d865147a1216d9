using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Tests.Planning;

public sealed class PlanDifferenceTests
{
    private static readonly Comparison Four = ComparisonBuilder.Compared(
        [
            .. Enumerable
                .Range(1, 4)
                .Select(number =>
                    ComparisonBuilder.Huma(
                        $"{number}",
                        (Field.JobTitle, $"Huma {number}"),
                        (Field.Phone, $"+4791234{number:000}")
                    )
                ),
        ],
        [
            .. Enumerable
                .Range(1, 4)
                .Select(number =>
                    ComparisonBuilder.Xledger(
                        $"{number}",
                        (Field.JobTitle, $"Xledger {number}"),
                        (Field.Phone, $"+4791234{number:000}")
                    )
                ),
        ]
    );

    [Fact]
    public void Between_EqualPlans_IsEmpty()
    {
        var plan = ComparisonBuilder.Plan(Four, ComparisonBuilder.Choosing(FieldChoice.UseHuma, Four.Differences));

        var difference = PlanDifference.Between(plan, plan);

        Assert.Empty(difference.Writes);
        Assert.Equal(
            (difference.UndecidedShown, difference.BlockedShown, difference.HeldShown),
            (difference.UndecidedNow, difference.BlockedNow, difference.HeldNow)
        );
    }

    [Fact]
    public void Between_OneOfEachKind_NamesPersonFieldAndBothWrites()
    {
        var shown = Plan(("h1", FieldChoice.UseHuma), ("h2", FieldChoice.UseHuma), ("h3", FieldChoice.UseHuma));
        var now = Plan(("h1", FieldChoice.UseHuma), ("h2", FieldChoice.UseXledger), ("h4", FieldChoice.UseHuma));

        var difference = PlanDifference.Between(shown, now);

        Assert.Equal(
            [
                (PlanDeviationKind.TurnedRound, "h2", "Xledger: Huma 2", "Huma: Xledger 2"),
                (PlanDeviationKind.Added, "h4", null, "Xledger: Huma 4"),
                (PlanDeviationKind.Gone, "h3", "Xledger: Huma 3", null),
            ],
            difference.Writes.Select(write =>
                (write.Kind, (write.Now ?? write.Shown)!.Huma!.Value.Value, Describe(write.Shown), Describe(write.Now))
            )
        );
        Assert.Equal(
            (1, 1, 1, 0),
            (
                difference.Count(PlanDeviationKind.TurnedRound),
                difference.Count(PlanDeviationKind.Added),
                difference.Count(PlanDeviationKind.Gone),
                difference.Count(PlanDeviationKind.OtherValue)
            )
        );
        Assert.All(difference.Writes, write => Assert.Equal(Field.JobTitle, write.Field));
        Assert.DoesNotContain(difference.Writes, write => write.PersonName.Length == 0);
    }

    [Fact]
    public void Between_TheSameDirectionWithAnotherValue_IsNoReversal()
    {
        var shown = Plan(("h1", FieldChoice.UseHuma));
        var now = shown with { Changes = [shown.Changes[0] with { To = new FieldValue.Of("Leder") }] };

        var write = Assert.Single(PlanDifference.Between(shown, now).Writes);

        Assert.Equal(
            (PlanDeviationKind.OtherValue, "Xledger: Huma 1", "Xledger: Leder"),
            (write.Kind, Describe(write.Shown), Describe(write.Now))
        );
    }

    [Fact]
    public void Between_AnotherValueInTheTarget_IsReported()
    {
        var shown = Plan(("h1", FieldChoice.UseHuma));
        var now = shown with { Changes = [shown.Changes[0] with { From = new FieldValue.Of("Moved") }] };

        Assert.Equal(PlanDeviationKind.OtherValue, Assert.Single(PlanDifference.Between(shown, now).Writes).Kind);
    }

    [Fact]
    public void Between_UndecidedBecomesSkipped_ReportsTheCountsOnly()
    {
        var shown = Plan(("h1", FieldChoice.UseHuma));
        var now = Plan(("h1", FieldChoice.UseHuma), ("h2", FieldChoice.Skip));

        var difference = PlanDifference.Between(shown, now);

        Assert.NotEqual(shown.Fingerprint, now.Fingerprint);
        Assert.Empty(difference.Writes);
        Assert.Equal((3, 2), (difference.UndecidedShown, difference.UndecidedNow));
    }

    [Fact]
    public void Between_APersonAdded_IsOneDeviationPerWrittenField()
    {
        var comparison = ComparisonBuilder.Compared([ComparisonBuilder.Huma("1")], []);
        var (shown, now) = (
            ComparisonBuilder.Plan(comparison),
            ComparisonBuilder.Plan(comparison, ComparisonBuilder.AddingToXledger("h1"))
        );

        var difference = PlanDifference.Between(shown, now);

        Assert.NotEmpty(now.Changes);
        Assert.Equal(
            now.Changes.Select(change => change.Field).Order(),
            difference.Writes.Select(write => write.Field).Order()
        );
        Assert.All(difference.Writes, write =>
            Assert.Equal((PlanDeviationKind.Added, ChangeKind.Create), (write.Kind, write.Now!.Kind))
        );
        Assert.Equal(difference.Writes.Count, PlanDifference.Between(now, shown).Count(PlanDeviationKind.Gone));
    }

    private static SyncPlan Plan(params (string Huma, FieldChoice Choice)[] choices) =>
        ComparisonBuilder.Plan(
            Four,
            Decisions.None with
            {
                Fields = choices.ToDictionary(
                    one => new DifferenceKey(new HumaId(one.Huma), Field.JobTitle),
                    one => one.Choice
                ),
            }
        );

    private static string? Describe(PlannedChange? change) =>
        change is null ? null : $"{change.Target}: {change.To.TextOrNull}";
}
