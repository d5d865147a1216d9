using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>
/// Checks wanted changes before they become a plan: each value by itself, each person's values against each other as
/// they would be afterwards, and uniqueness among all people as it would be afterwards. Removing one change can make
/// another impossible, so the checks repeat until nothing more is removed.
/// </summary>
internal sealed class Validation
{
    private readonly Rosters _rosters;
    private readonly DateOnly _today;

    /// <summary>Checks against these people, on this day.</summary>
    public Validation(Rosters rosters, DateOnly today)
    {
        _rosters = rosters;
        _today = today;
    }

    /// <summary>
    /// The changes that are possible together; the others go into <paramref name="refused"/> with their reasons.
    /// </summary>
    public List<PlannedChange> Sound(List<PlannedChange> changes, List<(PlannedChange Change, Reason Reason)> refused)
    {
        var standing = changes;
        Take(Invalid(standing));
        var before = -1;
        while (before != standing.Count)
        {
            before = standing.Count;
            Take(Uniqueness.Offenders(standing, _rosters));
            Take(Contradictions(standing));
            Take(Incomplete(standing));
        }

        return standing;

        void Take(Dictionary<PlannedChange, Reason> found)
        {
            if (found.Count > 0)
            {
                refused.AddRange(standing.Where(found.ContainsKey).Select(change => (change, found[change])));
                standing = standing.FindAll(change => !found.ContainsKey(change));
            }
        }
    }

    private Dictionary<PlannedChange, Reason> Invalid(List<PlannedChange> changes)
    {
        var reasons = new Reason?[changes.Count];
        Parallel.For(0, changes.Count, index => reasons[index] = CheckValue(changes[index]));
        var found = new Dictionary<PlannedChange, Reason>(ReferenceEqualityComparer.Instance);
        for (var index = 0; index < reasons.Length; index++)
        {
            if (reasons[index] is { } reason)
            {
                found[changes[index]] = reason;
            }
        }

        return found;
    }

    /// <summary>
    /// Why a value is refused, or null. Empty values were checked by the field's rules, values of people to be added
    /// when they were chosen.
    /// </summary>
    private Reason? CheckValue(PlannedChange change)
    {
        if (change.Kind == ChangeKind.Create || change.To is not FieldValue.Of value)
        {
            return null;
        }

        return
            FieldCheck.Check(change.Field, value, EvidenceOf(change.Huma?.Value, change.Xledger?.Value), _today)
                is { Valid: false, Reason: { } reason }
            ? reason
            : TargetCheck.Refusal(change.Field, value, change.Target);
    }

    /// <summary>
    /// Changes after which a person's values would contradict each other. An existing contradiction that no change
    /// touches is ignored.
    /// </summary>
    private Dictionary<PlannedChange, Reason> Contradictions(List<PlannedChange> changes)
    {
        var people = changes
            .Where(change => change.Kind == ChangeKind.Update && IsDated(change.Field))
            .GroupBy(PersonKey.Of)
            .ToArray();
        var refusals = new List<(PlannedChange Change, Reason Reason)>?[people.Length];
        Parallel.For(0, people.Length, index => refusals[index] = Contradictions(people[index]));
        var found = new Dictionary<PlannedChange, Reason>(ReferenceEqualityComparer.Instance);
        foreach (var (change, reason) in refusals.SelectMany(refusal => refusal ?? []))
        {
            found.TryAdd(change, reason);
        }

        return found;
    }

    private List<(PlannedChange Change, Reason Reason)>? Contradictions(IGrouping<PersonKey, PlannedChange> ofPerson)
    {
        var roster = _rosters.In(ofPerson.Key.Target);
        var person = roster[roster.Find(ofPerson.Key.Id)];
        var after = ofPerson.Aggregate(person.Values, (values, change) => values.With(change.Field, change.To));
        List<(PlannedChange Change, Reason Reason)>? refusals = null;
        var (huma, xledger) = (ofPerson.First().Huma?.Value, ofPerson.First().Xledger?.Value);
        foreach (var finding in PersonCheck.Contradictions(after, EvidenceOf(huma, xledger), _today))
        {
            if (finding.Refuses)
            {
                (refusals ??= []).AddRange(
                    ofPerson.Where(change => finding.Concerns(change.Field)).Select(change => (change, finding.Reason))
                );
            }
        }

        return refusals;
    }

    private CountryEvidence EvidenceOf(string? huma, string? xledger) =>
        _rosters.EvidenceOf(_rosters.Find(Side.Huma, huma), _rosters.Find(Side.Xledger, xledger), other: null);

    private static bool IsDated(Field field) =>
        field is Field.DateOfBirth or Field.EmploymentStart or Field.ProbationEnd or Field.EmploymentEnd;

    /// <summary>
    /// A person without a required value cannot be added at all; one with an incomplete position is added without it.
    /// </summary>
    private static Dictionary<PlannedChange, Reason> Incomplete(List<PlannedChange> changes)
    {
        var found = new Dictionary<PlannedChange, Reason>(ReferenceEqualityComparer.Instance);
        foreach (var person in changes.Where(change => change.Kind == ChangeKind.Create).GroupBy(PersonKey.Of))
        {
            var fields = person.Select(change => change.Field).ToHashSet();
            var missing = FieldRules.All.FirstOrDefault(rules =>
                rules.In(person.Key.Target).Required && !fields.Contains(rules.Field)
            );
            if (missing is not null)
            {
                foreach (var change in person)
                {
                    found[change] = new Reason(ValueReasons.RequiredMissing, missing.Name);
                }
            }
        }

        return found;
    }
}
