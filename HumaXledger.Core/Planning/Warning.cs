using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>Looks at every value that is planned, and at every one that could still be chosen, beside what the person will hold then.</summary>
internal static class Warning
{
    /// <param name="changes">All that passed the checks, whether a guard holds it or not.</param>
    public static List<PlanWarning> Of(Comparison comparison, IReadOnlyList<PlannedChange> changes, DateOnly today)
    {
        var (rosters, country) = (comparison.Rosters, comparison.Rosters.Country);
        var planned = changes.GroupBy(PersonKey.Of).ToDictionary(person => person.Key, person => person.ToArray());
        var warnings = new List<PlanWarning>();
        foreach (var (key, ofPerson) in planned)
        {
            var after = ofPerson.Aggregate(Before(key, rosters), (values, change) => values.With(change.Field, change.To));
            foreach (var change in ofPerson.Where(change => change.To.IsValue && CanWarn(change.Field)))
            {
                warnings.AddRange(Reasons(change.Field, after, country, today).Select(reason =>
                    new PlanWarning(change.Target, change.Huma, change.Xledger, change.PersonName, change.Field, Planned: true, reason)));
            }
        }

        foreach (var difference in comparison.Differences.Where(difference => CanWarn(difference.Field)))
        {
            foreach (var source in difference.Allowed.Where(source => difference.ValueOf(source).IsValue))
            {
                var target = source.Other();
                var pair = difference.Pair;
                var key = new PersonKey(target, ChangeKind.Update, target == Side.Huma ? pair.Huma.Id : pair.Xledger.Id);
                var others = planned.GetValueOrDefault(key) ?? [];
                if (Array.Exists(others, change => change.Field == difference.Field))
                {
                    continue;
                }

                var after = others.Aggregate(Before(key, rosters), (values, change) => values.With(change.Field, change.To)).With(difference.Field, difference.ValueOf(source));
                warnings.AddRange(Reasons(difference.Field, after, country, today).Select(reason =>
                    new PlanWarning(target, pair.Link.Huma, pair.Link.Xledger, pair.Huma.DisplayName, difference.Field, Planned: false, reason)));
            }
        }

        warnings.Sort(Compare);
        return warnings;
    }

    /// <summary>The fields of which anything can be said that is no refusal.</summary>
    private static bool CanWarn(Field field) => field is Field.DateOfBirth or Field.Address or Field.Gender or Field.EmploymentStart or Field.ProbationEnd
        or Field.TerminationNotice or Field.EmploymentEnd or Field.Identification;

    private static IEnumerable<Reason> Reasons(Field field, FieldValues after, string? country, DateOnly today)
    {
        if (after[field] is FieldValue.Of value && FieldCheck.Check(field, value, country, today) is { Valid: true, Reason: { } ofValue })
        {
            yield return ofValue;
        }

        foreach (var finding in PersonCheck.Contradictions(after, country, today))
        {
            if (!finding.Refuses && (finding.Field == field || Other(finding.Reason.Code) == field))
            {
                yield return finding.Reason;
            }
        }
    }

    /// <summary>The field that the one of a finding contradicts.</summary>
    private static Field? Other(string code) => code switch
    {
        ReasonCodes.IdentificationBirthDate or ReasonCodes.IdentificationGender => Field.Identification,
        ReasonCodes.DatesProbationAfterEnd or ReasonCodes.DatesNoticeAfterEnd => Field.EmploymentEnd,
        _ => null,
    };

    private static FieldValues Before(PersonKey key, Rosters rosters)
    {
        var roster = rosters.In(key.Target);
        return key.Kind == ChangeKind.Create ? FieldValues.AllUnknown : roster[roster.Find(key.Id)].Values;
    }

    private static int Compare(PlanWarning one, PlanWarning other)
    {
        var target = one.Target.CompareTo(other.Target);
        var huma = target != 0 ? target : string.CompareOrdinal(one.Huma?.Value, other.Huma?.Value);
        var xledger = huma != 0 ? huma : string.CompareOrdinal(one.Xledger?.Value, other.Xledger?.Value);
        var field = xledger != 0 ? xledger : one.Field.CompareTo(other.Field);
        return field != 0 ? field : string.CompareOrdinal(one.Reason.Code, other.Reason.Code);
    }
}
