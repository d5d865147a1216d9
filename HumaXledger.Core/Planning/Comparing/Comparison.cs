using HumaXledger.Core.Matching;
using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The complete input of a comparison at one moment. Stored whole, so that the comparison can be repeated.
/// </summary>
/// <param name="Huma">The people read from Huma.</param>
/// <param name="Xledger">The people read from Xledger.</param>
/// <param name="Links">The stored links.</param>
/// <param name="Baselines">The agreed values of each link.</param>
/// <param name="Policy">The rules of the connection.</param>
/// <param name="HumaComplete">
/// Whether everyone in scope was read; if not, nothing may be concluded from absence.
/// </param>
/// <param name="XledgerComplete">The same for Xledger.</param>
public sealed record ComparisonInput(
    IReadOnlyList<Person> Huma,
    IReadOnlyList<Person> Xledger,
    IReadOnlyList<Link> Links,
    IReadOnlyList<Baseline> Baselines,
    Policy Policy,
    bool HumaComplete = true,
    bool XledgerComplete = true
)
{
    /// <summary>The connection that was compared; null outside of one, and in what an earlier version stored.</summary>
    public Guid? ConnectionId { get; init; }

    /// <summary>Records that could not be read or used.</summary>
    public IReadOnlyList<ReadProblem> Problems { get; init; } = [];

    /// <summary>
    /// Records outside this connection that resemble a person who is on one side only: employees of other entities that
    /// the token can read, and Huma users of other connections. They are shown before a person is added and never
    /// written.
    /// </summary>
    public IReadOnlyList<OutsideRecord> Outside { get; init; } = [];

    /// <summary>Fields whose last synchronization an administrator undid; at most one entry per field.</summary>
    public IReadOnlyList<PutBack> PutBack { get; init; } = [];

    /// <summary>Pairs that a user declared to be two people.</summary>
    public IReadOnlyList<DistinctPair> Distinct { get; init; } = [];

    /// <summary>
    /// The identities of links that differ from the baseline (<see cref="Baselines"/>); other links have none.
    /// </summary>
    public IReadOnlyList<LinkedIdentity> Identities { get; init; } = [];

    /// <summary>
    /// The country (alpha-2) whose national spellings of phone, account and identity numbers apply; null for that of
    /// most addresses.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>
    /// The countries of the whole organization, where the input has only some of its people; null derives them from the
    /// people.
    /// </summary>
    public OrganizationCountries? Countries { get; init; }

    /// <summary>
    /// The day for checking values before they can be chosen; null skips the check, and the plan refuses what cannot be
    /// written.
    /// </summary>
    public DateOnly? Today { get; init; }

    /// <summary>
    /// Who is never synchronized; null ignores the rules. Not stored with a comparison: the current rules apply.
    /// </summary>
    public Scope? Scope { get; init; }

    /// <summary>Whether a side was read completely.</summary>
    public bool IsComplete(Side side) => side == Side.Huma ? HumaComplete : XledgerComplete;
}

/// <summary>
/// The result of a comparison: a pure function of its input and the match decisions. Differences are those of settled
/// pairs only, in the order of Huma's ids and of the fields.
/// </summary>
public sealed partial record Comparison(ComparisonInput Input, Matches Matches, IReadOnlyList<Difference> Differences)
{
    private Rosters? _rosters;
    private Dictionary<Link, LinkedIdentity>? _identities;
    private Dictionary<Link, FieldValues>? _agreed;
    private Dictionary<Link, Pair>? _linked;
    private IReadOnlyList<OtherPerson>? _otherPeople;
    private Dictionary<PersonRef, ScopeExclusion>? _leftOut;

    internal Rosters Rosters =>
        _rosters is { } known && ReferenceEquals(known.Source, Input) ? known : _rosters = Rosters.Of(Input);

    private AskedResemblances? _resemblancesInHuma;
    private AskedResemblances? _resemblancesInXledger;

    /// <summary>The same with records outside the connection, on which neither pairs nor differences depend.</summary>
    internal Comparison With(IReadOnlyList<OutsideRecord> outside)
    {
        var input = Input with { Outside = outside };
        return this with { Input = input, _rosters = Rosters with { Source = input } };
    }

    /// <summary>Records of a system that resemble the people missing there. Computed on first use.</summary>
    internal Resemblances ResemblancesIn(Side target)
    {
        // Each side by itself: matching again is expensive, and most callers need one side. A `with` copy must not
        // reuse the result.
        ref var kept = ref target == Side.Huma ? ref _resemblancesInHuma : ref _resemblancesInXledger;
        if (kept is not { } known || !ReferenceEquals(known.Asked, this))
        {
            kept = known = new(this, Resemblances.Of(this, target));
        }

        return known.Found;
    }

    /// <summary>Compares both sides.</summary>
    /// <exception cref="ArgumentException">
    /// Two records of one side have the same id; check <see cref="DuplicateIds"/> first.
    /// </exception>
    public static Comparison Of(ComparisonInput input, IReadOnlyList<MatchDecision> decisions)
    {
        var rosters = Rosters.Of(input);
        var matched = PersonMatcher.Match(
            rosters.Huma,
            rosters.Xledger,
            input.Links,
            decisions,
            input.Distinct,
            input.Today
        );
        var (matches, outside) = ScopeCut.Of(matched, input.Scope);
        return new Comparison(input, matches, DifferencesOf(rosters, matches.Pairs))
        {
            _rosters = rosters,
            OutOfScope = outside,
        };
    }

    /// <summary>The people who are never synchronized; they are not in <see cref="Matches"/>.</summary>
    public IReadOnlyList<OutOfScope> OutOfScope { get; private init; } = [];

    /// <summary>Why the person with one of these ids is never synchronized; null for everyone else.</summary>
    internal ScopeExclusion? LeftOutOf(HumaId? huma, XledgerId? xledger)
    {
        if (OutOfScope.Count == 0)
        {
            return null;
        }

        _leftOut ??= OutOfScope
            .SelectMany(one =>
                new[] { one.Huma, one.Xledger }
                    .OfType<Person>()
                    .Select(person => (new PersonRef(person.Side, person.Id), one.Why))
            )
            .ToDictionary();
        return (huma is { } user ? _leftOut.GetValueOrDefault(new PersonRef(Side.Huma, user.Value)) : null)
            ?? (
                xledger is { } employee ? _leftOut.GetValueOrDefault(new PersonRef(Side.Xledger, employee.Value)) : null
            );
    }

    /// <summary>
    /// The linked pairs of which one record looks like another person now, in the order of Huma's ids.
    /// </summary>
    public IReadOnlyList<OtherPerson> OtherPeople =>
        _otherPeople ??= [.. Linked.Values.Select(OtherPersonOf).OfType<OtherPerson>()];

    /// <summary>Whether one record of a linked pair looks like another person now.</summary>
    public bool LooksLikeAnother(Link link) =>
        Linked.TryGetValue(link, out var pair) && OtherPersonOf(pair) is not null;

    private Dictionary<Link, Pair> Linked =>
        _linked ??= Matches
            .Pairs.Where(pair => pair is { State: MatchState.Linked, Decided: false })
            .ToDictionary(pair => pair.Link);

    private OtherPerson? OtherPersonOf(Pair pair)
    {
        _identities ??= Input.Identities.ToDictionary(identity => identity.Link);
        if (!_identities.TryGetValue(pair.Link, out var known))
        {
            _agreed ??= AgreedOf(Input.Baselines, _ => true);
            known = LinkedIdentity.OfBaseline(pair.Link, _agreed.GetValueOrDefault(pair.Link, FieldValues.AllUnknown));
        }

        return OtherPerson.Of(pair, known);
    }

    // A class, because several pages may ask the same comparison at once: a reference is stored in one piece.
    private sealed record AskedResemblances(Comparison Asked, Resemblances Found);

    // Of several baselines for one link the last counts.
    private static Dictionary<Link, FieldValues> AgreedOf(IReadOnlyList<Baseline> baselines, Predicate<HumaId> wanted)
    {
        var agreed = new Dictionary<Link, FieldValues>();
        foreach (var some in Parts.Of(baselines.Count, (from, to) =>
            {
                var found = new List<Baseline>();
                for (var index = from; index < to; index++)
                {
                    if (wanted(baselines[index].Link.Huma))
                    {
                        found.Add(baselines[index]);
                    }
                }

                return found;
            }))
        {
            foreach (var (link, values) in some)
            {
                agreed[link] = values;
            }
        }

        return agreed;
    }

    private static List<Difference> DifferencesOf(Rosters rosters, IReadOnlyList<Pair> pairs)
    {
        var choiceCheck = rosters.Source.Today is { } today ? new ChoiceCheck(rosters, today) : null;
        var putBack = rosters.Source.PutBack.ToDictionary(one => one.Key);
        var finder = new DifferenceFinder(rosters, putBack, choiceCheck);
        var found = Parts.Of(pairs.Count, (from, to) =>
        {
            var some = new List<DifferenceFinder.Differing>();
            for (var index = from; index < to; index++)
            {
                if (pairs[index].Settled)
                {
                    finder.Find(pairs[index], some);
                }
            }

            return some;
        });
        // Most pairs do not differ, and their baselines are never asked for.
        DifferenceFinder.Differing[] differing = [.. found.SelectMany(some => some)];
        var users = differing.Select(one => one.Pair.Huma.Id).ToHashSet(StringComparer.Ordinal);
        var agreed = AgreedOf(rosters.Source.Baselines, huma => users.Contains(huma.Value));
        var judged = new Difference[differing.Length];
        Parts.Each(judged.Length, (from, to) =>
        {
            for (var index = from; index < to; index++)
            {
                judged[index] = finder.Judge(differing[index], agreed);
            }
        });
        return choiceCheck?.WithoutTaken([.. judged]) ?? [.. judged];
    }
}
