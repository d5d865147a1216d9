using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

public class SyncPlanTests
{
    private static FieldValue Of(string? text) => ComparisonBuilder.Value(text);

    private static SyncPlan WithPolicy(PolicyRule policy, Field field, string? huma, string? xledger) =>
        ComparisonBuilder.Plan(
            Comparison.Of(ComparisonBuilder.OneField(field, FieldValue.NotKnown, Of(huma), Of(xledger), policy), [])
        );

    [Theory]
    [InlineData(PolicyRule.HumaWins, "Cook", "Chef", Side.Xledger, "Cook")]
    [InlineData(PolicyRule.XledgerWins, "Cook", "Chef", Side.Huma, "Chef")]
    [InlineData(PolicyRule.FillEmpty, "Cook", null, Side.Xledger, "Cook")]
    [InlineData(PolicyRule.FillEmpty, null, "Chef", Side.Huma, "Chef")]
    public void Plan_Policy_WritesTheSideThatItNames(
        PolicyRule policy,
        string? huma,
        string? xledger,
        Side target,
        string? to
    )
    {
        var change = Assert.Single(WithPolicy(policy, Field.JobTitle, huma, xledger).Changes);

        Assert.Equal((target, Of(to)), (change.Target, change.To));
    }

    [Theory]
    [InlineData(PolicyRule.HumaWins, null, "Chef")]
    [InlineData(PolicyRule.XledgerWins, "Cook", null)]
    public void Plan_RuleSideNeverHadAValue_AsksInsteadOfClearingTheOther(
        PolicyRule policy,
        string? huma,
        string? xledger
    )
    {
        // Gender can be cleared in both systems.
        var plan = WithPolicy(policy, Field.Gender, huma, xledger);

        Assert.Empty(plan.Changes);
        Assert.Single(plan.Undecided);
    }

    [Theory]
    [InlineData(PolicyRule.HumaWins, null, "Female", Side.Xledger)]
    [InlineData(PolicyRule.HumaWins, null, "Male", Side.Xledger)]
    [InlineData(PolicyRule.XledgerWins, "Female", null, Side.Huma)]
    public void Plan_RuleSideClearedTheBaseline_ClearsTheOther(
        PolicyRule policy,
        string? huma,
        string? xledger,
        Side target
    )
    {
        var change = Assert.Single(
            ComparisonBuilder
                .Plan(
                    Comparison.Of(
                        ComparisonBuilder.OneField(Field.Gender, Of("Female"), Of(huma), Of(xledger), policy),
                        []
                    )
                )
                .Changes
        );

        Assert.Equal((target, FieldValue.Nothing), (change.Target, change.To));
    }

    [Fact]
    public void Plan_RuleSideEmptyInTheBaseline_KeepsTheNewValueOfTheOther()
    {
        var plan = ComparisonBuilder.Plan(
            Comparison.Of(
                ComparisonBuilder.OneField(
                    Field.Gender,
                    FieldValue.Nothing,
                    FieldValue.Nothing,
                    Of("Female"),
                    PolicyRule.HumaWins
                ),
                []
            )
        );

        Assert.Empty(plan.Changes);
        Assert.Single(plan.Undecided);
    }

    [Theory]
    [InlineData(PolicyRule.Ask, 1)]
    [InlineData(PolicyRule.FillEmpty, 1)]
    [InlineData(PolicyRule.Ignore, 0)]
    public void Plan_PolicyWithoutADecision_WritesNothing(PolicyRule policy, int undecided)
    {
        var plan = WithPolicy(policy, Field.JobTitle, "Cook", "Chef");

        Assert.Empty(plan.Changes);
        Assert.Equal(undecided, plan.Undecided.Count);
    }

    [Theory]
    [InlineData(FieldChoice.UseXledger, 1)]
    [InlineData(FieldChoice.Skip, 0)]
    public void Plan_DecisionAgainstThePolicy_IsObeyed(FieldChoice choice, int changes)
    {
        var comparison = Comparison.Of(
            ComparisonBuilder.OneField(
                Field.JobTitle,
                FieldValue.NotKnown,
                Of("Cook"),
                Of("Chef"),
                PolicyRule.HumaWins
            ),
            []
        );

        var plan = ComparisonBuilder.Plan(comparison, ComparisonBuilder.Choosing(choice, comparison.Differences));

        Assert.Equal(changes, plan.Changes.Count);
        Assert.All(plan.Changes, change => Assert.Equal(Side.Huma, change.Target));
        Assert.Empty(plan.Undecided);
    }

    [Fact]
    public void Plan_ImpossibleDirectionDecided_IsBlockedWithTheReason()
    {
        var comparison = Comparison.Of(
            ComparisonBuilder.OneField(Field.BankAccount, FieldValue.NotKnown, Of("86011117947"), Of("12345678903")),
            []
        );

        var plan = ComparisonBuilder.Plan(
            comparison,
            ComparisonBuilder.Choosing(FieldChoice.UseHuma, comparison.Differences)
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(
            (Side.Xledger, PlanningReasons.ForbiddenNotWritable),
            (Assert.Single(plan.Blocked).Target, plan.Blocked[0].Reason.Code)
        );
    }

    [Fact]
    public void Plan_DecisionAboutAnOpenPair_IsBlockedNotDropped()
    {
        var huma = ComparisonBuilder.Bare(
            Side.Huma,
            "h",
            (Field.GivenName, "Ola"),
            (Field.FamilyName, "Nordmann"),
            (Field.Phone, "+4791234567"),
            (Field.JobTitle, "Cook")
        );
        var xledger = ComparisonBuilder.Bare(
            Side.Xledger,
            "x",
            (Field.GivenName, "Ola"),
            (Field.FamilyName, "Nordmann"),
            (Field.Phone, "+4791234567"),
            (Field.JobTitle, "Chef")
        );
        var decisions = Decisions.None with
        {
            Fields = new Dictionary<DifferenceKey, FieldChoice>
            {
                [new(new HumaId("h"), Field.JobTitle)] = FieldChoice.UseHuma,
            },
        };

        var plan = ComparisonBuilder.Plan(ComparisonBuilder.Compared([huma], [xledger]), decisions);

        Assert.Empty(plan.Changes);
        Assert.Equal(PlanningReasons.PlanPairOpen, Assert.Single(plan.Blocked).Reason.Code);
    }

    [Theory]
    [InlineData("h1", Field.Phone, FieldChoice.UseHuma, PlanningReasons.ForbiddenUnknown)]
    [InlineData("h2", Field.Phone, FieldChoice.UseHuma, PlanningReasons.PlanOnlyInHuma)]
    [InlineData("h9", Field.Phone, FieldChoice.UseXledger, PlanningReasons.AddGone)]
    [InlineData("h1", Field.JobTitle, FieldChoice.UseHuma, null)]
    [InlineData("h9", Field.Phone, FieldChoice.Skip, null)]
    public void Plan_DecisionWithoutADifference_IsBlockedWithTheReasonUnlessAlreadyTrue(
        string user,
        Field field,
        FieldChoice choice,
        string? code
    )
    {
        var comparison = ComparisonBuilder.Compared(
            [
                ComparisonBuilder.Huma("1", (Field.Phone, "+4791234567"), (Field.JobTitle, "Cook")),
                ComparisonBuilder.Huma("2", (Field.Phone, "+4791234568")),
            ],
            [ComparisonBuilder.Xledger("1", (Field.JobTitle, "Cook"))]
        );

        var plan = ComparisonBuilder.Plan(
            comparison,
            Decisions.None with
            {
                Fields = new Dictionary<DifferenceKey, FieldChoice> { [new(new HumaId(user), field)] = choice },
            }
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(code is null ? [] : [code], plan.Blocked.Select(blocked => blocked.Reason.Code));
    }

    [Fact]
    public void Plan_WrittenValue_KeepsTheSpellingOfTheChosenSide()
    {
        var change = Assert.Single(WithPolicy(PolicyRule.HumaWins, Field.Phone, "912 34 567", "90000000").Changes);

        Assert.Equal(Of("912 34 567"), change.To);
        Assert.Equal(Of("90000000"), change.From);
    }

    [Fact]
    public void Plan_PhoneStoredWithACallingCode_IsNotReplacedByOneWithout()
    {
        var change = Assert.Single(WithPolicy(PolicyRule.HumaWins, Field.Phone, "912 34 567", "+4790000000").Changes);

        Assert.Equal(Of("+4791234567"), change.To);
        Assert.Equal(Of("+4790000000"), change.From);
    }

    [Theory]
    [InlineData(Field.Email, "not an address", ValueReasons.EmailSyntax)]
    [InlineData(Field.Phone, "12", ValueReasons.PhoneInvalid)]
    [InlineData(Field.DateOfBirth, "1990-02-30", ValueReasons.DateInvalid)]
    [InlineData(Field.EmploymentStart, "31.01.2020", ValueReasons.DateInvalid)]
    public void Plan_InvalidValue_IsBlockedBeforeAnythingIsWritten(Field field, string value, string code)
    {
        var plan = WithPolicy(PolicyRule.HumaWins, field, value, null);

        Assert.Empty(plan.Changes);
        Assert.Equal((field, code), (Assert.Single(plan.Blocked).Field, plan.Blocked[0].Reason.Code));
    }

    [Fact]
    public void Plan_IncompleteAddressToHuma_IsBlockedAndNamesTheParts()
    {
        var plan = WithPolicy(
            PolicyRule.XledgerWins,
            Field.Address,
            null,
            ComparisonBuilder.Address("Storgata 1", "0155", city: null)
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(new Reason(ValueReasons.AddressIncomplete, "city"), Assert.Single(plan.Blocked).Reason);
    }

    [Theory]
    [InlineData("22571000004369", null, null, ValueReasons.NumberCountryUndecided)]
    [InlineData("NO9386011117947", "NO", null, ValueReasons.BankBicMissing)]
    public void Plan_BankAccountThatHumaCannotTake_IsBlockedWithWhatIsMissing(
        string number,
        string? country,
        string? bic,
        string code
    )
    {
        var plan = WithPolicy(
            PolicyRule.XledgerWins,
            Field.BankAccount,
            null,
            new BankAccount(number, country, bic).ToValue().TextOrNull
        );

        Assert.Empty(plan.Changes);
        Assert.Equal(code, Assert.Single(plan.Blocked).Reason.Code);
    }

    [Fact]
    public void Plan_EndBeforeStartAfterwards_IsBlocked()
    {
        var comparison = ComparisonBuilder.Compared(
            [ComparisonBuilder.Huma("1", (Field.EmploymentStart, "2024-01-01"), (Field.EmploymentEnd, "2023-12-31"))],
            [ComparisonBuilder.Xledger("1", (Field.EmploymentStart, "2024-01-01"), (Field.EmploymentEnd, null))],
            PolicyRule.HumaWins
        );

        var plan = ComparisonBuilder.Plan(comparison);

        Assert.Empty(plan.Changes);
        Assert.Equal(ValueReasons.DatesEndBeforeStart, Assert.Single(plan.Blocked).Reason.Code);
    }

    [Fact]
    public void Plan_StartAndEndChangeTogether_AreCheckedByTheFinalValues()
    {
        var comparison = ComparisonBuilder.Compared(
            [ComparisonBuilder.Huma("1", (Field.EmploymentStart, "2010-01-01"), (Field.EmploymentEnd, "2012-12-31"))],
            [
                ComparisonBuilder.Xledger(
                    "1",
                    (Field.EmploymentStart, "2020-01-01"),
                    (Field.EmploymentEnd, "2025-12-31")
                ),
            ],
            PolicyRule.HumaWins
        );

        Assert.Equal(2, ComparisonBuilder.Plan(comparison).Changes.Count);
    }

    [Fact]
    public void Plan_Changes_AreNumberedInExecutionOrder()
    {
        var comparison = ComparisonBuilder.Compared(
            [
                .. Enumerable
                    .Range(1, 5)
                    .Select(index =>
                        ComparisonBuilder.Huma($"{index}", (Field.JobTitle, "Cook"), (Field.Gender, "Male"))
                    ),
            ],
            [
                .. Enumerable
                    .Range(1, 5)
                    .Select(index =>
                        ComparisonBuilder.Xledger($"{index}", (Field.JobTitle, "Chef"), (Field.Gender, "Female"))
                    ),
            ],
            PolicyRule.HumaWins
        );

        Assert.Equal(
            Enumerable.Range(1, 10),
            ComparisonBuilder.Plan(comparison).Changes.Select(change => change.Sequence)
        );
    }

    [Fact]
    public void Plan_AnotherDecision_HasAnotherFingerprint()
    {
        var comparison = Comparison.Of(
            ComparisonBuilder.OneField(Field.JobTitle, FieldValue.NotKnown, Of("Cook"), Of("Chef")),
            []
        );

        var prints = new[] { FieldChoice.UseHuma, FieldChoice.UseXledger, FieldChoice.Skip }
            .Select(choice =>
                ComparisonBuilder
                    .Plan(comparison, ComparisonBuilder.Choosing(choice, comparison.Differences))
                    .Fingerprint
            )
            .ToArray();

        Assert.Equal(3, prints.Distinct().Count());
        Assert.All(prints, print => Assert.Matches("^[0-9a-f]{64}[.][0-9a-f]{64}$", print));
    }

    /// <summary>Answers link people also where nothing is written, so that they are part of what was shown.</summary>
    [Fact]
    public void Plan_AnotherAnswer_HasAnotherFingerprint_AndAPartOfThePlanHasTheSameAnswers()
    {
        var comparison = Comparison.Of(
            ComparisonBuilder.OneField(Field.JobTitle, FieldValue.NotKnown, Of("Cook"), Of("Chef")),
            []
        );
        var answered = Decisions.None with
        {
            Matches = [new MatchDecision(new HumaId("other"), new XledgerId("another"))],
        };
        var parted = Decisions.None with { Matches = [new MatchDecision(new HumaId("other"), null)] };

        var plans = new[] { Decisions.None, answered, parted }
            .Select(decisions => (decisions, Plan: ComparisonBuilder.Plan(comparison, decisions)))
            .ToArray();

        Assert.Equal(3, plans.DistinctBy(one => one.Plan.Fingerprint).Count());
        Assert.All(plans, one =>
        {
            var part = one.Plan.Only(_ => true, ForecastModel.Default);
            Assert.Equal(
                SyncPlan.AnswersOf(one.decisions.Matches, othersConfirmed: false),
                SyncPlan.AnswersIn(one.Plan.Fingerprint)
            );
            Assert.Equal(one.Plan.Fingerprint, part.Fingerprint);
        });
        Assert.Null(SyncPlan.AnswersIn(SyncPlan.OfReviewed([], ForecastModel.Default).Fingerprint));
    }
}
