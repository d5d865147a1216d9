using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>
/// Warns about every planned value, and every value that can still be chosen, given the person's resulting values.
/// </summary>
internal sealed class Warning
{
    private readonly Rosters _rosters;
    private readonly DateOnly _today;

    private Warning(Rosters rosters, DateOnly today) => (_rosters, _today) = (rosters, today);

    /// <summary>The warnings in a stable order.</summary>
    /// <param name="changes">All changes that passed the checks, held by a guard or not.</param>
    public static IReadOnlyList<PlanWarning> Of(
        Comparison comparison,
        IReadOnlyList<PlannedChange> changes,
        DateOnly today
    )
    {
        var warning = new Warning(comparison.Rosters, today);
        var planned = changes.Where(change => FieldRules.KindOf(change.Field).CanWarn()).ToLookup(PersonKey.Of);
        var found = new ConcurrentBag<PlanWarning>();
        OfAdditions(comparison, changes, found);
        Parallel.ForEach(planned, person => warning.OfPlanned([.. person], found));
        Parallel.ForEach(
            comparison.Differences.Where(difference => FieldRules.KindOf(difference.Field).CanWarn()),
            difference => warning.OfChoices(difference, planned, found)
        );
        return [.. found.Order(Comparer<PlanWarning>.Create(Compare))];
    }

    private static void OfAdditions(
        Comparison comparison,
        IReadOnlyList<PlannedChange> changes,
        ConcurrentBag<PlanWarning> found
    )
    {
        foreach (var added in changes.Where(change => change.Kind == ChangeKind.Create).DistinctBy(PersonKey.Of))
        {
            var source = added.Target.Other();
            var person = comparison.Rosters.Find(
                source,
                source == Side.Huma ? added.Huma?.Value : added.Xledger?.Value
            );
            foreach (var alike in person is null ? [] : comparison.ResemblancesIn(added.Target).To(person))
            {
                found.Add(
                    new PlanWarning(
                        added.Target,
                        added.Huma,
                        added.Xledger,
                        added.PersonName,
                        null,
                        Planned: true,
                        alike.Reason
                    )
                );
            }
        }
    }

    private void OfPlanned(PlannedChange[] ofPerson, ConcurrentBag<PlanWarning> found)
    {
        var after = After(PersonKey.Of(ofPerson[0]), ofPerson);
        var evidence = _rosters.EvidenceOf(
            _rosters.Find(Side.Huma, ofPerson[0].Huma?.Value),
            _rosters.Find(Side.Xledger, ofPerson[0].Xledger?.Value),
            other: null
        );
        foreach (var change in ofPerson)
        {
            foreach (var reason in Reasons(change.Field, after, evidence))
            {
                found.Add(
                    new PlanWarning(
                        change.Target,
                        change.Huma,
                        change.Xledger,
                        change.PersonName,
                        change.Field,
                        Planned: true,
                        reason
                    )
                );
            }
        }
    }

    private void OfChoices(
        Difference difference,
        ILookup<PersonKey, PlannedChange> planned,
        ConcurrentBag<PlanWarning> found
    )
    {
        var pair = difference.Pair;
        foreach (var source in difference.Allowed)
        {
            var target = source.Other();
            var key = new PersonKey(target, ChangeKind.Update, target == Side.Huma ? pair.Huma.Id : pair.Xledger.Id);
            var others = planned[key];
            if (others.Any(change => change.Field == difference.Field))
            {
                continue;
            }

            foreach (
                var reason in Reasons(
                    difference.Field,
                    After(key, others)
                        .With(difference.Field, Transfer.Of(difference, source, _rosters.Countries, _today).Value),
                    _rosters.EvidenceOf(pair.Huma, pair.Xledger, other: null)
                )
            )
            {
                found.Add(
                    new PlanWarning(
                        target,
                        pair.Link.Huma,
                        pair.Link.Xledger,
                        pair.Huma.DisplayName,
                        difference.Field,
                        Planned: false,
                        reason
                    )
                );
            }
        }
    }

    private List<Reason> Reasons(Field field, FieldValues after, CountryEvidence evidence)
    {
        var reasons = new List<Reason>();
        if (after[field] is not FieldValue.Of value)
        {
            return reasons;
        }

        if (FieldCheck.Check(field, value, evidence, _today) is { Valid: true, Reason: { } ofValue })
        {
            reasons.Add(ofValue);
        }

        // Warnings about an account depend on no other field.
        if (field == Field.BankAccount)
        {
            return reasons;
        }

        reasons.AddRange(
            PersonCheck
                .Contradictions(after, evidence, _today)
                .Where(finding => !finding.Refuses && finding.Concerns(field))
                .Select(finding => finding.Reason)
        );
        return reasons;
    }

    private FieldValues After(PersonKey key, IEnumerable<PlannedChange> changes)
    {
        var roster = _rosters.In(key.Target);
        var before = key.Kind == ChangeKind.Create ? FieldValues.AllUnknown : roster[roster.Find(key.Id)].Values;
        return changes.Aggregate(before, (values, change) => values.With(change.Field, change.To));
    }

    private static int Compare(PlanWarning one, PlanWarning other)
    {
        var target = ((int)one.Target).CompareTo((int)other.Target);
        var huma = target != 0 ? target : string.CompareOrdinal(one.Huma?.Value, other.Huma?.Value);
        var xledger = huma != 0 ? huma : string.CompareOrdinal(one.Xledger?.Value, other.Xledger?.Value);
        var field = xledger != 0 ? xledger : Nullable.Compare(one.Field, other.Field);
        return field != 0 ? field : string.CompareOrdinal($"{one.Reason}", $"{other.Reason}");
    }
}
