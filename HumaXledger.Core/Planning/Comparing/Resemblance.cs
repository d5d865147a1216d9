using HumaXledger.Core.Matching;
using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>A record of the target system that may be the person to be added.</summary>
/// <param name="Person">The record.</param>
/// <param name="Outside">
/// Whether the record is outside this connection: in another entity or another connection.
/// </param>
/// <param name="Place">
/// The name of that entity or connection; null where it is unknown, and for a record of this connection.
/// </param>
/// <param name="Confidence">0–1.</param>
/// <param name="Evidence">The observations for and against.</param>
public sealed record Resemblance(
    Person Person,
    bool Outside,
    string? Place,
    double Confidence,
    IReadOnlyList<Evidence> Evidence
)
{
    /// <summary>The resemblance for the screen: the record's name, number and place.</summary>
    public Reason Reason =>
        (Outside, Place) switch
        {
            (false, _) => new Reason(PlanningReasons.AddMayExist, Person.DisplayName, Number),
            (true, null) => new Reason(PlanningReasons.AddMayExistOutside, Person.DisplayName, Number),
            (true, { } place) => new Reason(PlanningReasons.AddMayExistIn, Person.DisplayName, Number, place),
        };

    private string Number => Person[Field.EmploymentId].TextOrNull ?? "–";

    public override string ToString() => Person.ToString();
}

/// <summary>
/// Finds records of the target system that resemble a person to be added. The rules of matching
/// (<see cref="PersonMatcher"/>) apply to every record there, paired or not, because the person must not exist yet.
/// </summary>
internal sealed class Resemblances
{
    /// <summary>
    /// The least confidence for a record that belongs to another user, entity or connection: people with the same name
    /// are common. The same bound (4 bits) applies to candidates in matching.
    /// </summary>
    private const double LeastIfTaken = 0.94;

    private static readonly IReadOnlyList<Resemblance> None = [];
    private readonly Dictionary<string, List<Resemblance>> _ofPerson;

    private Resemblances(Dictionary<string, List<Resemblance>> ofPerson) => _ofPerson = ofPerson;

    /// <summary>The records that resemble a person, the most likely first.</summary>
    public IReadOnlyList<Resemblance> To(Person person) => _ofPerson.TryGetValue(person.Id, out var some) ? some : None;

    /// <summary>Matches the people missing in the target against its records.</summary>
    public static Resemblances Of(Comparison comparison, Side target)
    {
        var found = new Resemblances([]);
        if (UnmatchedPeople(comparison, target) is { } unmatched)
        {
            var there = comparison.Rosters.In(target);
            var paired = comparison
                .Matches.Pairs.Where(pair => pair.Settled)
                .Select(pair => target == Side.Huma ? pair.Huma.Id : pair.Xledger.Id)
                .ToHashSet(StringComparer.Ordinal);
            found.Collect(
                comparison.Input,
                unmatched,
                there,
                record => paired.Contains(record.Id),
                static (person, confidence, evidence) =>
                    new Resemblance(person, Outside: false, Place: null, confidence, evidence)
            );
            found.CollectOutside(unmatched, comparison, target, comparison.Input.Outside);
            found.Order();
        }

        return found;
    }

    /// <summary>The records of <paramref name="outside"/> that resemble a person who is on one side only.</summary>
    public static IReadOnlyList<OutsideRecord> Kept(Comparison comparison, IReadOnlyList<OutsideRecord> outside)
    {
        var kept = new HashSet<(Side, string)>();
        foreach (var target in new[] { Side.Huma, Side.Xledger })
        {
            if (
                outside.Any(record => record.Person.Side == target)
                && UnmatchedPeople(comparison, target) is { } unmatched
            )
            {
                var found = new Resemblances([]);
                found.CollectOutside(unmatched, comparison, target, outside);
                kept.UnionWith(found._ofPerson.Values.SelectMany(some => some).Select(one => (target, one.Person.Id)));
            }
        }

        return [.. outside.Where(record => kept.Contains((record.Person.Side, record.Person.Id)))];
    }

    /// <summary>The people who are missing in the target; null where there are none.</summary>
    private static Roster? UnmatchedPeople(Comparison comparison, Side target)
    {
        var alone = target == Side.Xledger ? comparison.Matches.OnlyInHuma : comparison.Matches.OnlyInXledger;
        return alone.Count == 0 ? null : Roster.OneSide(target.Other(), alone, comparison.Rosters.Countries);
    }

    private void CollectOutside(
        Roster unmatched,
        Comparison comparison,
        Side target,
        IReadOnlyList<OutsideRecord> outside
    )
    {
        var places = outside
            .Where(record => record.Person.Side == target)
            .ToDictionary(record => record.Person.Id, StringComparer.Ordinal);
        if (places.Count > 0)
        {
            var there = Roster.OneSide(
                target,
                [.. places.Values.Select(record => record.Person)],
                comparison.Rosters.Countries
            );
            Collect(
                comparison.Input,
                unmatched,
                there,
                static _ => true,
                (person, confidence, evidence) =>
                    new Resemblance(person, Outside: true, places[person.Id].Place, confidence, evidence)
            );
        }
    }

    private void Collect(
        ComparisonInput input,
        Roster unmatched,
        Roster there,
        Func<Person, bool> isTaken,
        Func<Person, double, IReadOnlyList<Evidence>, Resemblance> resemblance
    )
    {
        var toHuma = there.Side == Side.Huma;
        var matches = toHuma
            ? PersonMatcher.Match(there, unmatched, [], [], input.Distinct, input.Today)
            : PersonMatcher.Match(unmatched, there, [], [], input.Distinct, input.Today);
        var possible = matches
            .Pairs.Select(pair => (pair.Huma, pair.Xledger, pair.Confidence, pair.Evidence))
            .Concat(
                matches.Ambiguities.SelectMany(open =>
                    open.Candidates.Select(candidate =>
                        (open.Huma, candidate.Xledger, candidate.Confidence, candidate.Evidence)
                    )
                )
            )
            .Concat(
                matches.LookAlikes.Select(alike => (alike.Pair.Huma, alike.Xledger, alike.Confidence, alike.Evidence))
            )
            .Concat(
                matches.EarlierRecords.Select(earlier =>
                    earlier.Record.Side == Side.Huma
                        ? (earlier.Record, earlier.Pair.Xledger, earlier.Confidence, earlier.Evidence)
                        : (earlier.Pair.Huma, earlier.Record, earlier.Confidence, earlier.Evidence)
                )
            );
        foreach (var (huma, xledger, confidence, evidence) in possible)
        {
            var (seeker, other) = toHuma ? (xledger, huma) : (huma, xledger);
            if (confidence < LeastIfTaken && isTaken(other))
            {
                continue;
            }

            if (!_ofPerson.TryGetValue(seeker.Id, out var some))
            {
                _ofPerson[seeker.Id] = some = [];
            }

            some.Add(resemblance(other, confidence, evidence));
        }
    }

    private void Order()
    {
        foreach (var some in _ofPerson.Values)
        {
            some.Sort(
                static (a, b) =>
                    a.Confidence != b.Confidence
                        ? b.Confidence.CompareTo(a.Confidence)
                        : string.CompareOrdinal(a.Person.Id, b.Person.Id)
            );
        }
    }
}
