using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>A review with the differences that a test names.</summary>
internal static class SampleReview
{
    public static ReviewSession Of(params IReadOnlyList<Difference> differences)
    {
        var input = new ComparisonInput(
            [.. differences.Select(difference => difference.Pair.Huma).Distinct()],
            [.. differences.Select(difference => difference.Pair.Xledger).Distinct()],
            [],
            [],
            new Policy(PolicyRule.Ask, new Dictionary<Field, PolicyRule>())
        );
        var matches = new Matches([.. differences.Select(difference => difference.Pair).Distinct()], [], [], []);
        return ReviewSample.Of(new Comparison(input, matches, differences)) with { AsMatched = matches };
    }

    public static ReviewSession Decided(this ReviewSession session, Difference difference, FieldChoice choice) =>
        session with
        {
            Decisions = session.Decisions with
            {
                Fields = new Dictionary<DifferenceKey, FieldChoice>(session.Decisions.Fields)
                {
                    [difference.Key] = choice,
                },
            },
        };

    /// <summary>The same where a field has a rule.</summary>
    public static ReviewSession Ruled(this ReviewSession session, Field field, PolicyRule rule) =>
        session with
        {
            Comparison = session.Comparison with
            {
                Input = session.Comparison.Input with
                {
                    Policy = new Policy(PolicyRule.Ask, new Dictionary<Field, PolicyRule> { [field] = rule }),
                },
            },
        };

    /// <summary>A conflict about a field of a person, whose name is their id as well.</summary>
    public static Difference Conflict(
        string person = "Ola Nordmann",
        Field field = Field.JobTitle,
        string? huma = "Kokk",
        string? xledger = "Servitør"
    )
    {
        var values = FieldValues
            .AllUnknown.With(Field.GivenName, new FieldValue.Of(person))
            .With(Field.FamilyName, new FieldValue.Empty())
            .With(Field.EmploymentId, new FieldValue.Of("1204"));
        var user = new Person(Side.Huma, person, Active: true, values);
        var employee = user with { Side = Side.Xledger, Id = $"x-{person}" };
        return new Difference(
            new Pair(user, employee, MatchState.Linked, 1, [], false),
            field,
            DifferenceKind.Conflict,
            Value(huma),
            Value(xledger),
            FieldValue.NotKnown,
            [Side.Huma, Side.Xledger],
            new Dictionary<Side, WriteObstacle>(),
            null,
            new Reason(PlanningReasons.NeverAgreed)
        );
    }

    /// <summary>The same where the value of Huma is refused.</summary>
    public static Difference Refused(Difference difference) =>
        difference with
        {
            Allowed = [Side.Xledger],
            Forbidden = new Dictionary<Side, WriteObstacle>
            {
                [Side.Huma] = WriteObstacle.Correctable(new Reason(ValueReasons.EmailSyntax)),
            },
        };

    private static FieldValue Value(string? text) => text is null ? new FieldValue.Empty() : new FieldValue.Of(text);
}
