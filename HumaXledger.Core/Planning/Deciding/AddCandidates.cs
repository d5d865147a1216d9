using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Checks;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// The step "Add people": the people who are in one system only, with what is missing or invalid for the other.
/// </summary>
public sealed class AddCandidates
{
    private static readonly IReadOnlyList<Field> PositionFields = FieldRules.KeptInHuma(HumaRecord.Position);

    private readonly Comparison _comparison;
    private readonly Rosters _rosters;
    private readonly Func<string, bool> _xledgerHasGender;
    private readonly DateOnly _today;

    private AddCandidates(Comparison comparison, DateOnly today)
    {
        _comparison = comparison;
        _rosters = comparison.Rosters;
        _xledgerHasGender = comparison.Rosters.XledgerHasGender;
        _today = today;
    }

    /// <summary>
    /// The people who could be added to <paramref name="target"/>, in the order of their ids. Unique values that
    /// another person of the target has are obstacles here; a plan that releases such a value first may still add the
    /// person.
    /// </summary>
    public static IReadOnlyList<AddCandidate> Of(Comparison comparison, Side target, DateOnly today)
    {
        var candidates = new AddCandidates(comparison, today);
        var people = target == Side.Huma ? comparison.Matches.OnlyInXledger : comparison.Matches.OnlyInHuma;
        var incomplete = comparison.Input.IsComplete(target) ? null : IncompleteRead(target);
        var taken = comparison.Rosters.TakenIn(target);
        return [.. people.Select(person => taken.Mark(candidates.Judge(person, target, incomplete)))];
    }

    internal static AddCandidates For(Comparison comparison, DateOnly today) => new(comparison, today);

    internal static Reason IncompleteRead(Side target) => new(PlanningReasons.AddIncompleteRead, target.ToString());

    /// <summary>Checks one person, without regard to other people's values.</summary>
    internal AddCandidate Judge(Person person, Side target, Reason? incompleteRead = null)
    {
        var obstacles = new List<AddFinding>();
        var leftOut = new List<AddFinding>();
        var (huma, xledger) = target == Side.Xledger ? (person, (Person?)null) : (null, person);
        var evidence = _rosters.EvidenceOf(huma, xledger, other: null);
        var usable = UsableValues(person, target, evidence, leftOut, obstacles);
        foreach (var finding in PersonCheck.Missing(usable, target, _xledgerHasGender))
        {
            // A required value that is invalid is an obstacle already and need not be reported as missing.
            if (finding.Refuses && obstacles.Exists(obstacle => obstacle.Field == finding.Field))
            {
                continue;
            }

            (finding.Refuses ? obstacles : leftOut).Add(
                new AddFinding(finding.Field, finding.Reason, finding.Obstacle)
            );
        }

        foreach (var finding in PersonCheck.Contradictions(usable, evidence, _today))
        {
            if (finding.Refuses)
            {
                leftOut.Add(new AddFinding(finding.Field, finding.Reason));
            }
        }

        if (target == Side.Huma)
        {
            LeaveOutPosition(usable, leftOut);
        }

        if (incompleteRead is not null)
        {
            obstacles.Add(new AddFinding(null, incompleteRead));
        }

        var left = leftOut.Select(finding => finding.Field).ToHashSet();
        var carried = usable
            .Where(value => value.Value.IsValue && !left.Contains(value.Key))
            .Select(value => value.Key)
            .ToArray();
        var end = CalendarDate.Read(person[Field.EmploymentEnd].TextOrNull);
        return new AddCandidate(person, target, carried, obstacles, leftOut, Warnings(person, end))
        {
            Values = usable,
            MayExist = _comparison.ResemblancesIn(target).To(person),
            Ended = HasPassed(end),
        };
    }

    /// <summary>The person's values in the target's form, without those that it would refuse.</summary>
    private FieldValues UsableValues(
        Person person,
        Side target,
        CountryEvidence evidence,
        List<AddFinding> leftOut,
        List<AddFinding> obstacles
    )
    {
        var usable = person.Values;
        foreach (var rules in FieldRules.All)
        {
            if (person[rules.Field] is not FieldValue.Of held)
            {
                continue;
            }

            var transfer =
                target == Side.Huma
                    ? Transfer.ToHuma(rules.Field, held, null, person, _rosters.Countries, _today)
                    : Transfer.ToXledger(rules.Field, held, person, null, _rosters.Countries);
            var isWritten = rules.In(target).Writable;
            var problem =
                !isWritten ? new Reason(PlanningReasons.ForbiddenNotWritable, target.ToString(), rules.Name)
                : transfer.Value is not FieldValue.Of value ? null
                : FieldCheck.Check(rules.Field, value, evidence, _today) is { Valid: false, Reason: { } refused }
                    ? refused
                : transfer.Refusal ?? TargetCheck.Refusal(rules.Field, value, target);
            if (problem is null)
            {
                usable = usable.With(rules.Field, transfer.Value);
                continue;
            }

            usable = usable.With(rules.Field, FieldValue.NotKnown);
            (rules.In(target).Required ? obstacles : leftOut).Add(
                new AddFinding(rules.Field, problem, isWritten ? Obstacle.Correctable : Obstacle.NeverWritten)
            );
        }

        return usable;
    }

    /// <summary>Huma stores job title and dates in a position, which needs both a title and a start date.</summary>
    private static void LeaveOutPosition(FieldValues values, List<AddFinding> leftOut)
    {
        var left = leftOut.Select(finding => finding.Field).ToHashSet();
        if (
            values[Field.JobTitle].IsValue
            && !left.Contains(Field.JobTitle)
            && values[Field.EmploymentStart].IsValue
            && !left.Contains(Field.EmploymentStart)
        )
        {
            return;
        }

        foreach (var field in PositionFields)
        {
            if (values[field].IsValue && !left.Contains(field))
            {
                leftOut.Add(new AddFinding(field, new Reason(PlanningReasons.AddNoPosition)));
            }
        }
    }

    private bool HasPassed(DateOnly? end) => end < _today;

    private List<Reason> Warnings(Person person, DateOnly? end)
    {
        var warnings = new List<Reason>();
        if (!person.Active)
        {
            warnings.Add(
                new Reason(person.Side == Side.Huma ? PlanningReasons.AddDeactivated : PlanningReasons.AddInactive)
            );
        }

        if (end is { } passed && HasPassed(end))
        {
            warnings.Add(new Reason(PlanningReasons.AddEnded, CalendarDate.Write(passed)));
        }

        if (person.HeldByOtherIntegration)
        {
            warnings.Add(new Reason(PlanningReasons.AddOtherIntegration));
        }

        return warnings;
    }
}
