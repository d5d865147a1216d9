using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.People;

namespace HumaXledger.Tests.Planning;

public class WarningTests
{
    // Of a man born on 31 January 1990.
    private static readonly string Number = NationalIdBuilder.NorwegianFrom("318190", 123);

    private static Comparison Compared(PolicyRule policy, (Field, string?)[] huma, (Field, string?)[] xledger) =>
        ComparisonBuilder.Linked(
            [ComparisonBuilder.Huma("1", huma)],
            [ComparisonBuilder.Xledger("1", xledger)],
            policy
        );

    [Fact]
    public void Warning_BirthContradictsTheIdentityNumber_IsReportedAndWritten()
    {
        var plan = ComparisonBuilder.Plan(
            Compared(
                PolicyRule.HumaWins,
                [(Field.DateOfBirth, "1990-01-30"), (Field.Identification, Number)],
                [(Field.DateOfBirth, "1990-01-31"), (Field.Identification, Number)]
            )
        );

        Assert.Equal(Field.DateOfBirth, Assert.Single(plan.Changes).Field);
        Assert.Empty(plan.Blocked);
        var warning = Assert.Single(plan.Warnings);
        Assert.Equal(
            (Side.Xledger, Field.DateOfBirth, true, ValueReasons.IdentificationBirthDate),
            (warning.Target, warning.Field, warning.Planned, warning.Reason.Code)
        );
    }

    [Fact]
    public void Warning_UndecidedBirthDates_NameTheOnesThatContradictTheIdentityNumber()
    {
        var plan = ComparisonBuilder.Plan(
            Compared(
                PolicyRule.Ask,
                [(Field.DateOfBirth, "1990-01-30"), (Field.Identification, Number)],
                [(Field.DateOfBirth, "1990-01-31"), (Field.Identification, Number)]
            )
        );

        var warning = Assert.Single(plan.Warnings);
        Assert.Equal((Side.Xledger, Field.DateOfBirth, false), (warning.Target, warning.Field, warning.Planned));
    }

    [Fact]
    public void Warning_GenderContradictsTheIdentityNumber_BlocksNothing()
    {
        var plan = ComparisonBuilder.Plan(
            Compared(
                PolicyRule.XledgerWins,
                [(Field.Gender, "Male"), (Field.Identification, null)],
                [(Field.Gender, "Female"), (Field.Identification, Number)]
            )
        );

        Assert.Equal([Field.Gender, Field.Identification], plan.Changes.Select(change => change.Field));
        Assert.Equal(
            [
                (Field.Gender, ValueReasons.IdentificationGender),
                (Field.Identification, ValueReasons.IdentificationGender),
            ],
            plan.Warnings.Select(warning => (warning.Field, warning.Reason.Code))
        );
    }

    [Fact]
    public void Warning_ValueCorrectedTogetherWithTheNumber_IsAbsent()
    {
        var plan = ComparisonBuilder.Plan(
            Compared(
                PolicyRule.HumaWins,
                [(Field.DateOfBirth, "1990-01-31"), (Field.Gender, "Male"), (Field.Identification, Number)],
                [(Field.DateOfBirth, "1985-07-01"), (Field.Gender, "Female"), (Field.Identification, null)]
            )
        );

        Assert.Equal(3, plan.Changes.Count);
        Assert.DoesNotContain(plan.Warnings, warning => warning.Planned);
    }

    [Fact]
    public void Warning_InvalidIdentityNumber_IsBlockedAndNotComparedWithBirth()
    {
        var plan = ComparisonBuilder.Plan(
            Compared(
                PolicyRule.HumaWins,
                [(Field.DateOfBirth, "1990-01-30"), (Field.Identification, NationalIdBuilder.Changed(Number, 10))],
                [(Field.DateOfBirth, null), (Field.Identification, null)]
            )
        );

        Assert.Equal(ValueReasons.IdentificationChecksum, Assert.Single(plan.Blocked).Reason.Code);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Warning_NumberOfANeighboringCountry_IsAcceptedAndReported()
    {
        var plan = ComparisonBuilder.Plan(
            Compared(PolicyRule.HumaWins, [(Field.Identification, "131052-308T")], [(Field.Identification, null)])
        );

        Assert.Single(plan.Changes);
        Assert.Equal(new Reason(ValueReasons.IdentificationOtherCountry, "FI"), Assert.Single(plan.Warnings).Reason);
    }

    [Fact]
    public void Warning_PersonToBeAdded_IsCheckedToo()
    {
        var comparison = ComparisonBuilder.Compared(
            [ComparisonBuilder.Huma("1", (Field.DateOfBirth, "1990-01-30"), (Field.Identification, Number))],
            []
        );

        var plan = ComparisonBuilder.Plan(comparison, ComparisonBuilder.AddingToXledger("h1"));

        Assert.Equal([Field.DateOfBirth, Field.Identification], plan.Warnings.Select(warning => warning.Field));
        Assert.All(plan.Warnings, warning =>
            Assert.True(warning is { Target: Side.Xledger, Huma.Value: "h1", Xledger: null, Planned: true })
        );
    }

    [Fact]
    public void Warning_PlausibleValues_IsAbsent() =>
        Assert.Empty(
            ComparisonBuilder
                .Plan(
                    Compared(
                        PolicyRule.HumaWins,
                        [(Field.DateOfBirth, "1990-01-31"), (Field.Identification, Number)],
                        [(Field.DateOfBirth, null), (Field.Identification, null)]
                    )
                )
                .Warnings
        );
}
