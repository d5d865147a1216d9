using HumaXledger.Core.Huma;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>What is known of both sides of one connection. Immutable; what is learnt gives a new one.</summary>
/// <param name="ComparedAt">When the comparison that it begins with was read, UTC.</param>
internal sealed record Snapshot(Guid ComparisonId, DateTime ComparedAt, ComparisonInput Input)
{
    /// <summary>The answers of the newest review to who is who, with the time of each, UTC.</summary>
    public IReadOnlyList<(MatchDecision Match, DateTime At)> Answers { get; init; } = [];

    /// <summary>Huma users who were deactivated already when it was compared.</summary>
    public IReadOnlySet<string> InactiveWhenCompared { get; init; } =
        Input.Huma.Where(person => !person.Active).Select(person => person.Id).ToHashSet();

    /// <summary>What was written up to then is in it, UTC.</summary>
    public DateTime UpToDateAt { get; init; } = ComparedAt;

    /// <summary>When all of Xledger was read last, UTC.</summary>
    public DateTime XledgerReadAt { get; init; } = ComparedAt;

    /// <summary>The country whose national spellings are meant on the connection; null where none prevails.</summary>
    public string? Country => Rosters.Of(Input).Country;

    /// <summary>With what runs wrote and read back, oldest first.</summary>
    public Snapshot After(IReadOnlyList<ChangeRecord> changes) =>
        changes.Count == 0
            ? this
            : this with
            {
                Input = Input with
                {
                    Huma = Since(Side.Huma, Input.Huma, changes),
                    Xledger = Since(
                        Side.Xledger,
                        Input.Xledger,
                        [.. changes.Where(change => change.ChangedAt > XledgerReadAt)]
                    ),
                },
            };

    /// <summary>With these profiles as they were read just now, in the place of what was known of them.</summary>
    public Snapshot With(IReadOnlyList<HumaUser> read)
    {
        var fresh = read.ToDictionary(user => user.Person.Id, user => user.Person);
        var known = Input.Huma.Select(person => person.Id).ToHashSet();
        return this with
        {
            Input = Input with
            {
                Huma =
                [
                    .. Input.Huma.Select(person => fresh.GetValueOrDefault(person.Id, person)),
                    .. fresh.Values.Where(person => !known.Contains(person.Id)),
                ],
            },
        };
    }

    /// <summary>With all of Xledger as it was read just now.</summary>
    public Snapshot With(XledgerReading read, DateTime at) =>
        this with
        {
            XledgerReadAt = at,
            Input = Input with
            {
                Xledger = [.. read.Employees.Select(employee => employee.Person)],
                XledgerComplete = !read.Problems.Any(problem => problem.Incomplete),
                Outside = OutsideAsRead(read.OtherEntities),
            },
        };

    // Names of entities are known as far as the comparison had them; users of other connections are as they were.
    private IReadOnlyList<OutsideRecord> OutsideAsRead(IReadOnlyList<Person> employees)
    {
        var names = Input
            .Outside.Where(record => record.Person.Owner is not null)
            .DistinctBy(record => record.Person.Owner)
            .ToDictionary(record => record.Person.Owner!, record => record.Place);
        return
        [
            .. Input.Outside.Where(record => record.Person.Side == Side.Huma),
            .. employees.Select(person => new OutsideRecord(
                person,
                person.Owner is { } owner ? names.GetValueOrDefault(owner) : null
            )),
        ];
    }

    private static IReadOnlyList<Person> Since(
        Side side,
        IReadOnlyList<Person> people,
        IReadOnlyList<ChangeRecord> changes
    )
    {
        var seen = changes
            .Where(change => change.Target == side && IdIn(change) is not null && change.After!.IsKnown)
            .GroupBy(change => IdIn(change)!)
            .ToDictionary(person => person.Key);
        if (seen.Count == 0)
        {
            return people;
        }

        var known = people.Select(person => person.Id).ToHashSet();
        var added = seen
            .Values.Where(person => !known.Contains(person.Key))
            .Select(person => new Person(side, person.Key, Active: true, FieldValues.AllUnknown));
        return
        [
            .. people
                .Concat(added)
                .Select(person =>
                    seen.TryGetValue(person.Id, out var later)
                        ? person with
                        {
                            Values = later.Aggregate(person.Values, (values, change) =>
                                values.With(change.Field, change.After!)
                            ),
                        }
                        : person
                ),
        ];
    }

    private static string? IdIn(ChangeRecord change) =>
        change.Target == Side.Huma ? change.HumaId?.Value : change.XledgerId?.Value;
}
