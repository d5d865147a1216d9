using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Checks;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// Checks whether a side's value could be written before it is offered as a choice: its form and check digits, the
/// target's requirements, the person's other dates, and whether another person has it. The plan is validated again as a
/// whole (<see cref="Validation"/>); here a choice is removed only if no combination of other choices makes it
/// possible.
/// </summary>
internal sealed class ChoiceCheck(Rosters rosters, DateOnly today)
{
    private static readonly Field[] Dates =
    [
        Field.DateOfBirth,
        Field.EmploymentStart,
        Field.ProbationEnd,
        Field.EmploymentEnd,
    ];
    private static readonly Side[] Sides = [Side.Huma, Side.Xledger];

    /// <summary>Why the value of one side cannot be written to the other; null where it can.</summary>
    public WriteObstacle? Refusal(Pair pair, Field field, Side source) =>
        WhyNot(pair, field, source) is { } reason ? WriteObstacle.Correctable(reason) : null;

    private Reason? WhyNot(Pair pair, Field field, Side source)
    {
        var transfer = Transfer.Of(pair, field, source, rosters.Countries, today);
        if (transfer.Value is not FieldValue.Of value)
        {
            return null;
        }

        return
            FieldCheck.Check(field, value, rosters.EvidenceOf(pair.Huma, pair.Xledger, other: null), today)
                is { Valid: false, Reason: { } reason }
            ? reason
            : transfer.Refusal
                ?? TargetCheck.Refusal(field, value, source.Other())
                ?? (Dates.Contains(field) ? Contradiction(pair, field, source) : null);
    }

    /// <summary>
    /// The differences without the choices that would give two people of one system the same unique value.
    /// </summary>
    public List<Difference> WithoutTaken(List<Difference> differences)
    {
        var moving = differences
            .Where(IsUniqueSomewhere)
            .Select(difference => (difference.Field, difference.Pair))
            .ToLookup(one => one.Field, one => one.Pair);
        var movers = moving.ToDictionary(
            field => field.Key,
            field =>
                (
                    Huma: field.Select(pair => pair.Huma.Id).ToHashSet(),
                    Xledger: field.Select(pair => pair.Xledger.Id).ToHashSet()
                )
        );
        return movers.Count == 0
            ? differences
            : differences.ConvertAll(difference =>
                IsUniqueSomewhere(difference) ? WithoutTaken(difference, movers[difference.Field]) : difference
            );
    }

    private static bool IsUniqueSomewhere(Difference difference) =>
        FieldRules.For(difference.Field) is { Huma.Unique: true } or { Xledger.Unique: true };

    private Difference WithoutTaken(Difference difference, (HashSet<string> Huma, HashSet<string> Xledger) movers)
    {
        foreach (var source in Sides)
        {
            var target = source.Other();
            if (
                FieldRules.For(difference.Field).In(target).Unique
                && difference.Allowed.Contains(source)
                && HolderWhoStays(difference, source, target == Side.Huma ? movers.Huma : movers.Xledger) is { } holder
            )
            {
                difference = difference.Without(
                    source,
                    WriteObstacle.Correctable(
                        new Reason(PlanningReasons.PlanNotUnique, FieldRules.For(difference.Field).Name, holder)
                    )
                );
            }
        }

        return difference;
    }

    /// <summary>
    /// Another person in the target who has the value and whose own value cannot change in this plan; null where there
    /// is none.
    /// </summary>
    private string? HolderWhoStays(Difference difference, Side source, HashSet<string> movers)
    {
        var (pair, target) = (difference.Pair, source.Other());
        var roster = rosters.In(target);
        var own = roster.Find(target == Side.Huma ? pair.Huma.Id : pair.Xledger.Id);
        var key = FieldNormal.Key(
            difference.Field,
            difference.ValueOf(source),
            rosters.SpellingsOf(pair.Huma, pair.Xledger)
        );
        return key is not { Length: > 0 }
            ? null
            : rosters
                .TakenIn(target)
                .Holders(difference.Field, key)
                .Where(holder => holder != own && !movers.Contains(roster[holder].Id))
                .Select(holder => roster[holder].DisplayName)
                .FirstOrDefault();
    }

    /// <summary>
    /// The contradiction that the date causes with every combination of the person's other dates; null where one
    /// combination is possible.
    /// </summary>
    private Reason? Contradiction(Pair pair, Field field, Side source)
    {
        var (from, to) = source == Side.Huma ? (pair.Huma, pair.Xledger) : (pair.Xledger, pair.Huma);
        var after = to.Values.With(field, from[field]);
        if (Found(after) is not { } reason)
        {
            return null;
        }

        var others = Array.FindAll(Dates, other =>
            other != field
            && from[other].IsKnown
            && !from[other].Equals(to[other])
            && FieldRules.For(other).In(to.Side).Writable
        );
        for (var chosen = 1; chosen < 1 << others.Length; chosen++)
        {
            var values = after;
            for (var index = 0; index < others.Length; index++)
            {
                values = (chosen & (1 << index)) == 0 ? values : values.With(others[index], from[others[index]]);
            }

            if (Found(values) is null)
            {
                return null;
            }
        }

        return reason;

        Reason? Found(FieldValues values) =>
            PersonCheck
                .Contradictions(values, default(string), today)
                .FirstOrDefault(finding => finding.Refuses && finding.Concerns(field))
                ?.Reason;
    }
}
