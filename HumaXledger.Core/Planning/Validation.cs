using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>
/// Checks wanted changes before they become a plan: each value by itself, each person's values against each other as they would be afterwards, and uniqueness
/// among everybody as it would be afterwards. Taking one change out can make another impossible, so it looks again until nothing more falls out.
/// </summary>
internal sealed class Validation
{
    private readonly Rosters _rosters;
    private readonly DateOnly _today;
    private readonly Dictionary<Side, TakenValues> _taken;

    public Validation(Rosters rosters, DateOnly today)
    {
        _rosters = rosters;
        _today = today;
        _taken = new() { [Side.Huma] = new TakenValues(rosters.Huma, rosters.Country), [Side.Xledger] = new TakenValues(rosters.Xledger, rosters.Country) };
    }

    /// <summary>The changes that can stand together; <paramref name="refused"/> takes the others with the reason of each.</summary>
    public List<PlannedChange> Sound(List<PlannedChange> changes, List<(PlannedChange Change, Reason Reason)> refused)
    {
        var standing = changes;
        Check(CheckValue);
        var before = -1;
        while (before != standing.Count)
        {
            before = standing.Count;
            Take(Uniqueness.Offenders(standing, _rosters, _taken));
            Take(Contradictions(standing));
            Take(Incomplete(standing));
        }

        return standing;

        void Check(Func<PlannedChange, Reason?> check)
        {
            var found = new Dictionary<PlannedChange, Reason>(ReferenceEqualityComparer.Instance);
            foreach (var change in standing)
            {
                if (check(change) is { } reason)
                {
                    found[change] = reason;
                }
            }

            Take(found);
        }

        void Take(Dictionary<PlannedChange, Reason> found)
        {
            if (found.Count > 0)
            {
                refused.AddRange(standing.Where(found.ContainsKey).Select(change => (change, found[change])));
                standing = standing.FindAll(change => !found.ContainsKey(change));
            }
        }
    }

    /// <summary>An empty value was allowed by the field's rules already; values of people to be added were checked when they were chosen.</summary>
    private Reason? CheckValue(PlannedChange change)
    {
        if (change.Kind == ChangeKind.Create || change.To is not FieldValue.Of value)
        {
            return null;
        }

        return FieldCheck.Check(change.Field, value, _rosters.Country, _today) is { Valid: false, Reason: { } reason }
            ? reason
            : TargetCheck.Refusal(change.Field, value, change.Target);
    }

    /// <summary>Changes after which a person would contradict themselves. What contradicts itself already, and is not touched, is no reason to refuse.</summary>
    private Dictionary<PlannedChange, Reason> Contradictions(List<PlannedChange> changes)
    {
        var found = new Dictionary<PlannedChange, Reason>(ReferenceEqualityComparer.Instance);
        foreach (var ofPerson in changes.Where(change => change.Kind == ChangeKind.Update && IsDated(change.Field)).GroupBy(PersonKey.Of))
        {
            var roster = _rosters.In(ofPerson.Key.Target);
            var person = roster[roster.Find(ofPerson.Key.Id)];
            var after = ofPerson.Aggregate(person.Values, (values, change) => values.With(change.Field, change.To));
            foreach (var finding in PersonCheck.Contradictions(after, _rosters.Country, _today).Where(finding => finding.Refuses))
            {
                foreach (var change in ofPerson)
                {
                    if (Concerns(finding, change.Field))
                    {
                        found.TryAdd(change, finding.Reason);
                    }
                }
            }
        }

        return found;
    }

    private static bool IsDated(Field field) =>
        field is Field.DateOfBirth or Field.EmploymentStart or Field.ProbationEnd or Field.EmploymentEnd;

    private static bool Concerns(Finding finding, Field field) => finding.Reason.Code switch
    {
        ReasonCodes.DatesStartBeforeBirth => field is Field.EmploymentStart or Field.DateOfBirth,
        ReasonCodes.DatesProbationBeforeStart => field is Field.ProbationEnd or Field.EmploymentStart,
        ReasonCodes.DatesEndBeforeStart => field is Field.EmploymentEnd or Field.EmploymentStart,
        _ => field == finding.Field,
    };

    /// <summary>A person of whom a required value fell out cannot be added at all; of whom a position's corner fell out, not the position.</summary>
    private static Dictionary<PlannedChange, Reason> Incomplete(List<PlannedChange> changes)
    {
        var found = new Dictionary<PlannedChange, Reason>(ReferenceEqualityComparer.Instance);
        foreach (var person in changes.Where(change => change.Kind == ChangeKind.Create).GroupBy(PersonKey.Of))
        {
            var fields = person.Select(change => change.Field).ToHashSet();
            var missing = FieldRules.All.FirstOrDefault(rules => rules.In(person.Key.Target).Required && !fields.Contains(rules.Field));
            if (missing is not null)
            {
                foreach (var change in person)
                {
                    found[change] = new Reason(ReasonCodes.RequiredMissing, missing.Name);
                }
            }
        }

        return found;
    }
}
