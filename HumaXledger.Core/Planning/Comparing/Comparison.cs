using System.Collections.Concurrent;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// All that a comparison is made from, as it was at one moment. Stored whole, so that the same comparison can be made
/// again anywhere.
/// </summary>
/// <param name="HumaComplete">Whether everybody in scope was read; if not, nothing may be concluded from
/// absence.</param>
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
    /// <summary>What could not be read or used, record by record.</summary>
    public IReadOnlyList<ReadProblem> Problems { get; init; } = [];

    /// <summary>
    /// Records outside this connection that resemble a person who is on one side only: employees of other entities that
    /// the token sees, and Huma users of
    /// other connections. They are shown before a person is added, and are never written.
    /// </summary>
    public IReadOnlyList<OutsideRecord> Outside { get; init; } = [];

    /// <summary>Fields of which an administrator undid the last sync; at most one of a field.</summary>
    public IReadOnlyList<PutBack> PutBack { get; init; } = [];

    /// <summary>Pairs of which a person said that they are not the same person.</summary>
    public IReadOnlyList<DistinctPair> Distinct { get; init; } = [];

    /// <summary>
    /// Who links stand for where that is not what both sides last agreed on (<see cref="Baselines"/>); the others are
    /// left out.
    /// </summary>
    public IReadOnlyList<LinkedIdentity> Identities { get; init; } = [];

    /// <summary>
    /// The country (alpha-2) whose national spellings of phone, account and identity numbers are meant; null: the one
    /// most addresses name.
    /// </summary>
    public string? Country { get; init; }

    /// <summary>
    /// The countries of the whole organization, where the input holds a part of its people; null: they are found from
    /// the people.
    /// </summary>
    public OrganizationCountries? Countries { get; init; }

    /// <summary>
    /// The day on which values are checked before they are offered as a choice; null: they are offered unchecked, and
    /// the plan refuses what cannot be written.
    /// </summary>
    public DateOnly? Today { get; init; }

    /// <summary>
    /// Who is never synchronized; null: the rules do not matter. Not stored with a comparison: the rules of now count.
    /// </summary>
    public Scope? Scope { get; init; }

    public bool IsComplete(Side side) => side == Side.Huma ? HumaComplete : XledgerComplete;
}

/// <summary>
/// What is the same and what differs. A pure function of its input and of the decisions about who is who. Differences
/// are those of settled pairs only, in the
/// order of Huma's ids and of the fields.
/// </summary>
public sealed partial record Comparison(ComparisonInput Input, Matches Matches, IReadOnlyList<Difference> Differences)
{
    private Rosters? _rosters;
    private Dictionary<Link, LinkedIdentity>? _identities;
    private Dictionary<Link, FieldValues>? _agreed;
    private Dictionary<Link, Pair>? _linked;
    private IReadOnlyList<OtherPerson>? _otherPeople;
    private Dictionary<PersonRef, LeftOut>? _leftOut;

    internal Rosters Rosters =>
        _rosters is { } known && ReferenceEquals(known.Source, Input) ? known : _rosters = Rosters.Of(Input);

    private (Comparison Asked, Resemblances Found)? _resemblancesInHuma;
    private (Comparison Asked, Resemblances Found)? _resemblancesInXledger;

    /// <summary>The same with records outside the connection, which neither pairs nor differences depend on.</summary>
    internal Comparison With(IReadOnlyList<OutsideRecord> outside)
    {
        var input = Input with { Outside = outside };
        return this with { Input = input, _rosters = Rosters with { Source = input } };
    }

    /// <summary>Who in a system resembles the people who are not there. Found when it is first asked for.</summary>
    internal Resemblances ResemblancesIn(Side target)
    {
        // Each side by itself: matching a side once more is costly, and most who ask need one. A copy must not carry
        // what was found for this one.
        ref var kept = ref target == Side.Huma ? ref _resemblancesInHuma : ref _resemblancesInXledger;
        if (kept is not { } known || !ReferenceEquals(known.Asked, this))
        {
            kept = known = (this, Resemblances.Of(this, target));
        }

        return known.Found;
    }

    /// <exception cref="ArgumentException">Two records of one side carry the same id; ask <see cref="SameIds"/>
    /// first.</exception>
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

    /// <summary>Who is never synchronized; none of them is in <see cref="Matches"/>.</summary>
    public IReadOnlyList<OutOfScope> OutOfScope { get; private init; } = [];

    /// <summary>Why the person with one of these ids is never synchronized; null for everybody else.</summary>
    internal LeftOut? LeftOutOf(HumaId? huma, XledgerId? xledger)
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
            _agreed ??= BaselinesOf(Input);
            known = LinkedIdentity.OfBaseline(pair.Link, _agreed.GetValueOrDefault(pair.Link, FieldValues.AllUnknown));
        }

        return OtherPerson.Of(pair, known);
    }

    private static Dictionary<Link, FieldValues> BaselinesOf(ComparisonInput input)
    {
        var agreed = new Dictionary<Link, FieldValues>(input.Baselines.Count);
        foreach (var baseline in input.Baselines)
        {
            agreed[baseline.Link] = baseline.Values;
        }

        return agreed;
    }

    private static List<Difference> DifferencesOf(Rosters rosters, IReadOnlyList<Pair> pairs)
    {
        var baselines = BaselinesOf(rosters.Source);
        var offers = rosters.Source.Today is { } today ? new Offers(rosters, today) : null;
        var putBack = rosters.Source.PutBack.ToDictionary(one => one.Key);
        var found = new List<Difference>?[pairs.Count];
        if (pairs.Count > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, pairs.Count, Math.Max(256, pairs.Count / 32)), range =>
            {
                for (var index = range.Item1; index < range.Item2; index++)
                {
                    found[index] = pairs[index].Settled
                        ? Differing.Of(
                            pairs[index],
                            rosters,
                            baselines.GetValueOrDefault(pairs[index].Link),
                            putBack,
                            offers
                        )
                        : null;
                }
            });
        }

        var all = new List<Difference>();
        foreach (var some in found)
        {
            if (some is not null)
            {
                all.AddRange(some);
            }
        }

        return offers?.WithoutTaken(all) ?? all;
    }
}
