using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// A comparison with what became known since it was read: values that runs read back, values that changes from Huma
/// brought, and people who were linked. Who is who is what the comparison and
/// its answers say; only people about whom something became known are compared again. Not safe for concurrent use.
/// </summary>
internal sealed class LiveSnapshot
{
    private readonly Comparison _compared;
    private readonly Dictionary<string, Person> _huma;
    private readonly Dictionary<string, Person> _xledger;
    private readonly Dictionary<HumaId, XledgerId> _pairs = [];
    private readonly Dictionary<HumaId, MatchState> _states = [];
    private readonly Dictionary<XledgerId, HumaId> _pairsByEmployee = [];
    private readonly Dictionary<HumaId, IReadOnlyList<Difference>> _differences;
    private readonly HashSet<HumaId> _decided;
    private readonly HashSet<string> _ambiguous;
    private readonly HashSet<string> _earlierInHuma;
    private readonly HashSet<string> _earlierInXledger;
    private readonly HashSet<HumaId> _stale = [];
    private readonly Dictionary<string, OutOfScope> _outsideInHuma;
    private readonly Dictionary<string, OutOfScope> _outsideInXledger;

    /// <summary>Starts from a comparison; later values are applied to it.</summary>
    public LiveSnapshot(Comparison compared)
    {
        _compared = compared;
        _huma = compared.Input.Huma.ToDictionary(person => person.Id);
        _xledger = compared.Input.Xledger.ToDictionary(person => person.Id);
        foreach (var pair in compared.Matches.Pairs)
        {
            (_pairs[pair.Link.Huma], _states[pair.Link.Huma], _pairsByEmployee[pair.Link.Xledger]) = (
                pair.Link.Xledger,
                pair.State,
                pair.Link.Huma
            );
        }

        _outsideInHuma = compared.OutOfScope.Where(one => one.Huma is not null).ToDictionary(one => one.Huma!.Id);
        _outsideInXledger = compared
            .OutOfScope.Where(one => one.Xledger is not null)
            .ToDictionary(one => one.Xledger!.Id);
        _ambiguous = compared.Matches.Ambiguities.Select(ambiguity => ambiguity.Huma.Id).ToHashSet();
        _earlierInHuma = EarlierIn(Side.Huma);
        _earlierInXledger = EarlierIn(Side.Xledger);
        _decided = compared.Matches.Pairs.Where(pair => pair.Decided).Select(pair => pair.Link.Huma).ToHashSet();
        _differences = compared
            .Differences.GroupBy(difference => difference.Key.Huma)
            .ToDictionary(person => person.Key, person => (IReadOnlyList<Difference>)[.. person]);
    }

    /// <summary>What holds for the organization as a whole, without its people.</summary>
    public ComparisonInput WithoutPeople(Policy policy) =>
        new([], [], [], [], policy) { Countries = _compared.Rosters.Countries, Today = _compared.Input.Today };

    /// <summary>In the order of the people's ids and of the fields.</summary>
    public IEnumerable<Difference> Differences =>
        _differences.OrderBy(person => person.Key.Value, StringComparer.Ordinal).SelectMany(person => person.Value);

    /// <summary>What a run read back in the target; and what came from Huma is what Huma held.</summary>
    public void Apply(ChangeRecord change, PlanOrigin origin)
    {
        if (change.After is { IsKnown: true } after)
        {
            Set(change.Target, change, after, change.State == ChangeState.Confirmed);
        }

        if (origin == PlanOrigin.FromHuma && change.To.IsKnown)
        {
            Set(Side.Huma, change, change.To, confirmed: false);
        }
    }

    /// <summary>A value that Huma held when the person's profile was read.</summary>
    public void Read(HumaId person, Field field, FieldValue value)
    {
        if (!value.IsKnown)
        {
            return;
        }

        // A person hired since the comparison is known by this profile only.
        var known = _huma.GetValueOrDefault(person.Value)
            ?? new Person(Side.Huma, person.Value, Active: true, FieldValues.AllUnknown);
        if (known[field] != value)
        {
            _huma[person.Value] = known with { Values = known.Values.With(field, value) };
            _stale.Add(person);
        }
    }

    /// <summary>
    /// Two records that are known to be one person by now. No person has two links, and a record that is gone has none.
    /// </summary>
    public void Join(Link link)
    {
        if (
            !_huma.ContainsKey(link.Huma.Value)
            || !_xledger.ContainsKey(link.Xledger.Value)
            || _outsideInHuma.ContainsKey(link.Huma.Value)
            || _outsideInXledger.ContainsKey(link.Xledger.Value)
        )
        {
            return;
        }

        if (
            _pairs.TryGetValue(link.Huma, out var employee)
            && employee == link.Xledger
            && _states[link.Huma] == MatchState.Linked
        )
        {
            return;
        }

        var compared = employee == link.Xledger && IsSettled(link.Huma);
        if (_pairsByEmployee.TryGetValue(link.Xledger, out var other) && other != link.Huma)
        {
            _pairs.Remove(other);
            _states.Remove(other);
            _differences.Remove(other);
        }

        if (_pairs.TryGetValue(link.Huma, out var earlier) && earlier != link.Xledger)
        {
            _pairsByEmployee.Remove(earlier);
        }

        (_pairs[link.Huma], _states[link.Huma], _pairsByEmployee[link.Xledger]) = (
            link.Xledger,
            MatchState.Linked,
            link.Huma
        );
        if (!compared)
        {
            _stale.Add(link.Huma);
        }
    }

    /// <summary>Compares again whom something became known about.</summary>
    public void Settle()
    {
        if (_stale.Count == 0)
        {
            return;
        }

        var people = _stale.Where(person => _pairs.ContainsKey(person)).ToList();
        foreach (var person in _stale)
        {
            _differences.Remove(person);
        }

        _stale.Clear();
        var input = _compared.Input with
        {
            Huma = [.. people.Select(person => _huma.GetValueOrDefault(person.Value)).OfType<Person>()],
            Xledger = [.. people.Select(person => _xledger.GetValueOrDefault(_pairs[person].Value)).OfType<Person>()],
            Links = [.. people.Where(IsSettled).Select(person => new Link(person, _pairs[person]))],
            Problems = [],
            Countries = _compared.Rosters.Countries,
        };
        foreach (
            var person in Comparison
                .Of(input, [])
                .Differences.GroupBy(difference => difference.Key.Huma)
                .Where(person => IsSettled(person.Key))
        )
        {
            _differences[person.Key] = [.. person];
        }
    }

    /// <summary>
    /// All people, by side and id (the order by name depends on the reader's language). Candidates of an open match are
    /// not included; see <see cref="Candidates"/>.
    /// </summary>
    public IReadOnlyList<KnownPerson> People()
    {
        var candidates = Open()
            .SelectMany(ambiguity => ambiguity.Candidates)
            .Select(candidate => candidate.Xledger.Id)
            .ToHashSet();
        IEnumerable<KnownPerson> all =
        [
            .. _huma.Values.Select(Of),
            .. _xledger
                .Values.Where(person => !IsPaired(person) && !candidates.Contains(person.Id))
                .Select(person => new KnownPerson(
                    null,
                    person,
                    _earlierInXledger.Contains(person.Id) ? MatchState.EarlierRecord : MatchState.OnlyInXledger
                )
                {
                    LeftOut = _outsideInXledger.GetValueOrDefault(person.Id)?.Why,
                }),
        ];
        return
        [
            .. all.OrderBy(person => person.Record.Side).ThenBy(person => person.Record.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>As found by the comparison.</summary>
    public IReadOnlyList<EarlierRecord> EarlierRecords => _compared.Matches.EarlierRecords;

    /// <summary>Employees who are candidates of a match that is not answered.</summary>
    public IReadOnlyList<KnownPerson> Candidates() =>
        [
            .. Open()
                .SelectMany(ambiguity => ambiguity.Candidates)
                .Select(candidate => candidate.Xledger.Id)
                .Distinct()
                .Select(id => _xledger[id])
                .Where(person => !IsPaired(person))
                .Select(person => new KnownPerson(null, person, MatchState.OnlyInXledger)),
        ];

    private IEnumerable<Ambiguity> Open() =>
        _compared.Matches.Ambiguities.Where(ambiguity => !_pairs.ContainsKey(new HumaId(ambiguity.Huma.Id)));

    private KnownPerson Of(Person huma)
    {
        var id = new HumaId(huma.Id);
        if (_outsideInHuma.TryGetValue(huma.Id, out var outside))
        {
            return new KnownPerson(
                huma,
                outside.Xledger is { } counterpart ? _xledger.GetValueOrDefault(counterpart.Id) : null,
                outside.State
            )
            {
                LeftOut = outside.Why,
            };
        }

        return _pairs.TryGetValue(id, out var employee)
                ? new KnownPerson(huma, _xledger.GetValueOrDefault(employee.Value), _states[id])
                {
                    NeedsAnswer = !IsSettled(id),
                }
            : _ambiguous.Contains(huma.Id) ? new KnownPerson(huma, null, MatchState.Ambiguous) { NeedsAnswer = true }
            : new KnownPerson(
                huma,
                null,
                _earlierInHuma.Contains(huma.Id) ? MatchState.EarlierRecord : MatchState.OnlyInHuma
            );
    }

    private HashSet<string> EarlierIn(Side side) =>
        _compared
            .Matches.EarlierRecords.Where(earlier => earlier.Record.Side == side)
            .Select(earlier => earlier.Record.Id)
            .ToHashSet();

    private bool IsPaired(Person employee) =>
        _pairsByEmployee.ContainsKey(new XledgerId(employee.Id))
        || _outsideInXledger.GetValueOrDefault(employee.Id)?.Huma is not null;

    private bool IsSettled(HumaId person) =>
        _states[person] is MatchState.Linked or MatchState.Certain || _decided.Contains(person);

    private void Set(Side side, ChangeRecord change, FieldValue value, bool confirmed)
    {
        if ((side == Side.Huma ? change.HumaId?.Value : change.XledgerId?.Value) is not { } id)
        {
            return;
        }

        var people = side == Side.Huma ? _huma : _xledger;
        var person = people.GetValueOrDefault(id) ?? new Person(side, id, Active: true, FieldValues.AllUnknown);
        var inside = person.InnerDisagreements;
        if (confirmed && inside.Any(one => one.Field == change.Field))
        {
            // A confirmed write holds in every place.
            inside = [.. inside.Where(one => one.Field != change.Field)];
        }

        if (
            people.ContainsKey(id)
            && person[change.Field] == value
            && ReferenceEquals(inside, person.InnerDisagreements)
        )
        {
            return;
        }

        people[id] = person with { Values = person.Values.With(change.Field, value), InnerDisagreements = inside };
        var user =
            side == Side.Huma ? new HumaId(id)
            : _pairsByEmployee.TryGetValue(new XledgerId(id), out var paired) ? paired
            : change.HumaId;
        if (user is { } stale)
        {
            _stale.Add(stale);
        }
    }
}
