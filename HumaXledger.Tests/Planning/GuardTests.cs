using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

public class GuardTests
{
    private static GuardSettings Limit(GuardKind kind, int count, double? percent = null) =>
        new(new Dictionary<GuardKind, GuardLimit> { [kind] = new(count, percent) });

    private static Decisions Confirming(GuardResult guard) =>
        Decisions.None with
        {
            ConfirmedGuards = new HashSet<ConfirmedGuard> { ConfirmedGuard.Of(guard) },
        };

    /// <summary>
    /// Pairs of which the first <paramref name="changed"/> differ in this field; their baseline is Xledger's value.
    /// </summary>
    private static Comparison Pairs(int count, int changed, Field field, string? huma, string? xledger)
    {
        Person[] users =
        [
            .. Enumerable
                .Range(1, count)
                .Select(index => ComparisonBuilder.Huma($"{index}", (field, index <= changed ? huma : null))),
        ];
        Person[] employees =
        [
            .. Enumerable
                .Range(1, count)
                .Select(index => ComparisonBuilder.Xledger($"{index}", (field, index <= changed ? xledger : null))),
        ];
        Link[] links =
        [
            .. users.Zip(employees, (user, employee) => new Link(new HumaId(user.Id), new XledgerId(employee.Id))),
        ];
        return Comparison.Of(
            ComparisonBuilder.Input(users, employees, PolicyRule.HumaWins) with
            {
                Links = links,
                Baselines = [.. links.Zip(employees, (link, employee) => new Baseline(link, employee.Values))],
            },
            []
        );
    }

    // A token that hides numbers shows none of those that are overwritten.
    [Theory]
    [InlineData(GuardKind.IdentificationChanged, Field.Identification)]
    [InlineData(GuardKind.EmailChanged, Field.Email)]
    [InlineData(GuardKind.EmploymentIdChanged, Field.EmploymentId)]
    public void Guard_OfOverwrittenValues_CountsAHiddenOneAndNoEmptyOne(GuardKind kind, Field field)
    {
        var change = new PlannedChange(
            1,
            Side.Xledger,
            ChangeKind.Update,
            new HumaId("1"),
            new XledgerId("2"),
            "Kari",
            field,
            FieldValue.NotKnown,
            new FieldValue.Of("x"),
            ChangeCause.Decided,
            new Reason("decided")
        );

        Assert.True(Guarding.Watches(kind, change));
        Assert.True(Guarding.Watches(kind, change with { From = new FieldValue.Of("y") }));
        Assert.False(Guarding.Watches(kind, change with { From = FieldValue.Nothing }));
        Assert.False(Guarding.Watches(kind, change with { Field = Field.JobTitle }));
    }

    [Theory]
    [InlineData(GuardKind.ValuesCleared, Field.JobTitle, null, "Chef")]
    [InlineData(GuardKind.EndDatesSet, Field.EmploymentEnd, "2026-12-31", null)]
    [InlineData(GuardKind.IdentificationChanged, Field.Identification, "01010750160", "31129956715")]
    [InlineData(GuardKind.PeopleTouched, Field.JobTitle, "Cook", "Chef")]
    public void Guard_OverItsLimit_HoldsItsKindBack(GuardKind kind, Field field, string? huma, string? xledger)
    {
        var plan = ComparisonBuilder.Plan(Pairs(10, 3, field, huma, xledger), guards: Limit(kind, 2));

        Assert.Empty(plan.Changes);
        Assert.Equal(3, plan.HeldByGuard.Count);
        Assert.True(
            Assert.Single(plan.Guards) is { Count: 3, Percent: 30, Tripped: true, Confirmed: false, Holds: true }
        );
    }

    [Theory]
    [InlineData(3, null, false)]
    [InlineData(2, null, true)]
    [InlineData(2, 30.0, false)]
    [InlineData(2, 29.9, true)]
    [InlineData(3, 10.0, false)]
    public void Guard_CountAndPercent_TripOnlyTogether(int count, double? percent, bool trips) =>
        Assert.Equal(
            trips,
            Assert
                .Single(
                    ComparisonBuilder
                        .Plan(
                            Pairs(10, 3, Field.JobTitle, "Cook", "Chef"),
                            guards: Limit(GuardKind.PeopleTouched, count, percent)
                        )
                        .Guards
                )
                .Tripped
        );

    [Fact]
    public void Guard_ConfirmedByName_LetsItsKindPass()
    {
        var (comparison, limit) = (Pairs(10, 3, Field.JobTitle, null, "Chef"), Limit(GuardKind.ValuesCleared, 2));
        var held = Assert.Single(ComparisonBuilder.Plan(comparison, guards: limit).Guards);
        var decisions = Confirming(held);

        var plan = ComparisonBuilder.Plan(comparison, decisions, limit);

        Assert.Equal(3, plan.Changes.Count);
        Assert.True(Assert.Single(plan.Guards) is { Tripped: true, Confirmed: true, Holds: false });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Guard_ConfirmedForFewerOrOtherPeople_HoldsAgain(int skipped)
    {
        var limit = Limit(GuardKind.ValuesCleared, 2);
        var held = Assert.Single(
            ComparisonBuilder.Plan(Pairs(10, 3, Field.JobTitle, null, "Chef"), guards: limit).Guards
        );
        var comparison = Pairs(10, 4, Field.JobTitle, null, "Chef");
        var decisions = Confirming(held) with
        {
            Fields = ComparisonBuilder.Choosing(FieldChoice.Skip, comparison.Differences.Take(skipped)).Fields,
        };

        var plan = ComparisonBuilder.Plan(comparison, decisions, limit);

        Assert.Empty(plan.Changes);
        Assert.Equal(
            (4 - skipped, true),
            (Assert.Single(plan.Guards).Count, Assert.Single(plan.Guards) is { Confirmed: false, Holds: true })
        );
    }

    [Fact]
    public void Guard_OfOneKind_LeavesTheOthersAlone()
    {
        var comparison = ComparisonBuilder.Compared(
            [ComparisonBuilder.Huma("1", (Field.JobTitle, null), (Field.Gender, "Male"))],
            [ComparisonBuilder.Xledger("1", (Field.JobTitle, "Chef"), (Field.Gender, "Female"))]
        );

        var plan = ComparisonBuilder.Plan(
            comparison,
            ComparisonBuilder.Choosing(FieldChoice.UseHuma, comparison.Differences),
            Limit(GuardKind.ValuesCleared, 0)
        );

        Assert.Equal(Field.Gender, Assert.Single(plan.Changes).Field);
        Assert.Equal(Field.JobTitle, Assert.Single(plan.HeldByGuard).Field);
    }

    [Fact]
    public void Guard_FilledEmptyValue_IsNoChangedKey() =>
        Assert.Equal(
            0,
            Assert
                .Single(
                    ComparisonBuilder
                        .Plan(
                            Pairs(10, 3, Field.Identification, "01010750160", null),
                            guards: Limit(GuardKind.IdentificationChanged, 2)
                        )
                        .Guards
                )
                .Count
        );

    [Fact]
    public void Guard_HoldsTheReleaseOfAUniqueValue_HoldsTheChangesThatDependOnIt()
    {
        var comparison = ComparisonBuilder.Compared(
            [
                ComparisonBuilder.Huma("1", (Field.Phone, "+4790000001")),
                ComparisonBuilder.Huma("2", (Field.Phone, null)),
            ],
            [
                ComparisonBuilder.Xledger("1", (Field.Phone, null)),
                ComparisonBuilder.Xledger("2", (Field.Phone, "+4790000001")),
            ]
        );

        var plan = ComparisonBuilder.Plan(
            comparison,
            ComparisonBuilder.Choosing(FieldChoice.UseXledger, comparison.Differences),
            Limit(GuardKind.ValuesCleared, 0)
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(2, plan.HeldByGuard.Count);
    }

    [Theory]
    [InlineData(100, 90, null, false)]
    [InlineData(100, 70, 100, true)]
    [InlineData(100, 95, 100, false)]
    [InlineData(100, 0, null, true)]
    [InlineData(0, 0, 3, true)]
    public void Guard_SideEmptyOrMuchSmallerThanLastTime_BlocksTheWholePlan(
        int huma,
        int xledger,
        int? lastXledger,
        bool blocks
    )
    {
        var comparison = ComparisonBuilder.Compared(
            [
                .. Enumerable
                    .Range(1, huma)
                    .Select(index => ComparisonBuilder.Huma($"{index}", (Field.JobTitle, "Cook"))),
            ],
            [
                .. Enumerable
                    .Range(1, xledger)
                    .Select(index => ComparisonBuilder.Xledger($"{index}", (Field.JobTitle, "Chef"))),
            ],
            PolicyRule.HumaWins
        );
        var decisions = Decisions.None with
        {
            ConfirmedGuards = new HashSet<ConfirmedGuard> { new(GuardKind.SideShrunken, null) },
        };

        var plan = ComparisonBuilder.Plan(
            comparison,
            decisions,
            Limit(GuardKind.SideShrunken, 5, 20),
            lastXledger: lastXledger
        );

        var guard = Assert.Single(plan.Guards);
        Assert.Equal(blocks, guard.Holds);
        Assert.Equal(blocks ? 0 : xledger, plan.Changes.Count);
    }

    [Fact]
    public void Guard_PeopleAdded_AreCountedOnceEach()
    {
        var comparison = ComparisonBuilder.Compared(
            [],
            [.. Enumerable.Range(1, 4).Select(index => ComparisonBuilder.Xledger($"{index}"))]
        );

        var plan = ComparisonBuilder.Plan(
            comparison,
            ComparisonBuilder.AddingToHuma("x1", "x2", "x3"),
            Limit(GuardKind.CreatedInHuma, 2, 5)
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(3, Assert.Single(plan.Guards).Count);
        Assert.Equal(12, plan.HeldByGuard.Count);
    }
}
