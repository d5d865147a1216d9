using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// Where the store holds data about one person of one connection. Each entity that can is here; docs/privacy.md lists
/// them all, with what it holds and how long.
/// </summary>
internal sealed class PersonTraces
{
    private static readonly string[] AboutOnePerson =
    [
        ActivityCodes.SamePersonConfirmed,
        ActivityCodes.PersonUnlinked,
        ActivityCodes.ProposedAgain,
        ActivityCodes.ValueRevealed,
        ActivityCodes.PersonExported,
        ActivityCodes.PersonExportedInClear,
        ActivityCodes.PersonHistoryErased,
        ActivityCodes.PersonErased,
        ActivityCodes.MainPositionChosen,
    ];

    private readonly SyncDbContext _context;
    private readonly HumaId? _huma;
    private readonly XledgerId? _xledger;
    private readonly HashSet<DistinctPair> _apart = [];
    private readonly Dictionary<HumaId, XledgerId> _employees = [];
    private readonly Dictionary<XledgerId, HumaId> _users = [];

    private PersonTraces(SyncDbContext context, Connection connection, PersonIds ids, IReadOnlyList<PersonLink> links)
    {
        (_context, Connection, Ids, Links) = (context, connection, ids, links);
        (_huma, _xledger) = (ids.Huma, ids.Xledger);
    }

    /// <summary>The connection that is searched.</summary>
    public Connection Connection { get; }

    /// <summary>With the id that the link adds.</summary>
    public PersonIds Ids { get; }

    /// <summary>At most one, unless the ids asked for belong to two people.</summary>
    public IReadOnlyList<PersonLink> Links { get; }

    /// <summary>Lines of journals.</summary>
    public IQueryable<ChangeRecord> Changes =>
        from change in _context.Changes
        join plan in _context.Plans on change.PlanId equals plan.Id
        where
            plan.ConnectionId == Connection.Id
            && ((_huma != null && change.HumaId == _huma) || (_xledger != null && change.XledgerId == _xledger))
        select change;

    /// <summary>Entries of the queue.</summary>
    public IQueryable<PendingChange> PendingChanges =>
        _context.PendingChanges.Where(pending =>
            pending.ConnectionId == Connection.Id && _huma != null && pending.HumaId == _huma
        );

    /// <summary>Changes that no message announced.</summary>
    public IQueryable<MissedChange> MissedChanges =>
        _context.MissedChanges.Where(missed =>
            missed.ConnectionId == Connection.Id && _huma != null && missed.HumaId == _huma
        );

    /// <summary>Values awaiting approval.</summary>
    public IQueryable<HeldValue> HeldValues =>
        _context.HeldValues.Where(value =>
            value.ConnectionId == Connection.Id
            && ((_huma != null && value.HumaId == _huma) || (_xledger != null && value.XledgerId == _xledger))
        );

    /// <summary>Pairs marked as different people.</summary>
    public IQueryable<DistinctPairRecord> DistinctPairs =>
        _context.DistinctPairs.Where(pair =>
            pair.ConnectionId == Connection.Id
            && ((_huma != null && pair.HumaId == _huma) || (_xledger != null && pair.XledgerId == _xledger))
        );

    /// <summary>Plans of the connection: what they blocked may name the person.</summary>
    public IQueryable<PlanRecord> Plans => _context.Plans.Where(plan => plan.ConnectionId == Connection.Id);

    /// <summary>The comparisons of the connection whose content is kept, newest first.</summary>
    public IQueryable<ComparisonRecord> Kept =>
        _context
            .Comparisons.Where(comparison => comparison.ConnectionId == Connection.Id)
            .WithInput(_context)
            .OrderByDescending(comparison => comparison.StartedAt);

    /// <summary>Decisions about the person and about their held values, oldest first.</summary>
    public async Task<IReadOnlyList<DecisionRecord>> DecisionsAsync(CancellationToken cancellation)
    {
        var (huma, xledger, connectionId) = (_huma?.Value, _xledger?.Value, Connection.Id);
        var changes = (await Changes.Select(change => change.Id).ToListAsync(cancellation))
            .Select(Decision.SubjectOf)
            .ToList();
        return await _context
            .Decisions.AsNoTracking()
            .Where(decision =>
                _context.Comparisons.Any(comparison =>
                    comparison.Id == decision.ComparisonId && comparison.ConnectionId == connectionId
                )
                && (
                    (huma != null && decision.HumaId == huma)
                    || (xledger != null && decision.XledgerId == xledger)
                    || (decision.Kind == DecisionKind.Held && changes.Contains(decision.Subject))
                )
            )
            .OrderBy(decision => decision.Id)
            .ToListAsync(cancellation);
    }

    /// <summary>Entries of the activity log that name the person, oldest first.</summary>
    public async Task<IReadOnlyList<ActivityRecord>> ActivityAsync(CancellationToken cancellation)
    {
        string?[] ids = [_huma?.Value, _xledger?.Value];
        var naming = new List<ActivityRecord>();
        // Arguments are one column of JSON, and a number of Xledger may be a count of something else: only acts about
        // one person name one.
        var acts = _context
            .Activity.AsNoTracking()
            .Where(act => act.ConnectionId == Connection.Id && AboutOnePerson.Contains(act.What))
            .OrderBy(act => act.Id)
            .AsAsyncEnumerable();
        await foreach (var act in acts.WithCancellation(cancellation))
        {
            if (act.Arguments.Any(ids.Contains))
            {
                naming.Add(act);
            }
        }

        return naming;
    }

    /// <summary>Finds the ids of the person on both sides.</summary>
    /// <param name="proved">Whether a link counts only where it proves itself, and neither a mark nor an open answer
    /// says that these are two people: otherwise one person's values would be given away as another's. What is erased
    /// may be more than the person's.</param>
    public static async Task<PersonTraces> OfAsync(
        SyncDbContext context,
        Guid connectionId,
        PersonIds asked,
        bool proved,
        CancellationToken cancellation
    )
    {
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        var (huma, xledger) = (asked.Huma, asked.Xledger);
        var links = await context
            .Links.AsNoTracking()
            .Where(link =>
                link.ConnectionId == connectionId
                && ((huma != null && link.HumaId == huma) || (xledger != null && link.XledgerId == xledger))
            )
            .ToListAsync(cancellation);
        HashSet<DistinctPair> apart = proved
            ? [.. await Storage.Links.DistinctPairs.LoadAsync(context, connectionId, cancellation)]
            : [];
        if (proved)
        {
            foreach (var one in links)
            {
                if (await IsAnsweredOtherwiseAsync(context, one, cancellation))
                {
                    apart.Add(new DistinctPair(one.HumaId, one.XledgerId));
                }
            }
        }

        var traces = new PersonTraces(
            context,
            connection,
            proved && !links.TrueForAll(Joins)
                ? asked.Huma is null
                    ? asked
                    : asked with
                    {
                        Xledger = null,
                    }
                : links is [var link]
                    ? new PersonIds(link.HumaId, link.XledgerId)
                    : asked,
            links
        );
        traces._apart.UnionWith(apart);
        if (proved)
        {
            await traces.LoadLinkedAsync(cancellation);
        }

        return traces;

        // A link stays until the next run, also after a review has said that these are two people.
        bool Joins(PersonLink one) => !one.Doubted && !apart.Contains(new DistinctPair(one.HumaId, one.XledgerId));
    }

    /// <summary>Whether one of these ids is the person's.</summary>
    public bool Is(HumaId? huma, XledgerId? xledger) =>
        (_huma is { } user && huma == user) || (_xledger is { } employee && xledger == employee);

    /// <summary>
    /// Whether these are two people: it was answered, or the other one is linked with a third. What was written and
    /// held for both together is of neither alone. A person's own earlier record, which has no link, is not
    /// another person.
    /// </summary>
    public bool AreApart(HumaId? huma, XledgerId? xledger) =>
        huma is { } user
        && xledger is { } employee
        && (
            _apart.Contains(new DistinctPair(user, employee))
            || (_users.TryGetValue(employee, out var itsUser) && itsUser != user)
            || (_huma != user && _employees.TryGetValue(user, out var theirs) && theirs != employee)
        );

    /// <summary>The same of a change. The values of an addition are of one person alone.</summary>
    public bool AreApart(ChangeRecord change) =>
        change.Kind != ChangeKind.Create && AreApart(change.HumaId, change.XledgerId);

    /// <summary>
    /// Answers of all reviews of a connection that join one of these with another record, or with none.
    /// </summary>
    public static IQueryable<DecisionRecord> AnswersAgainst(
        SyncDbContext context,
        Guid connectionId,
        HumaId huma,
        XledgerId xledger
    )
    {
        var (user, employee) = (huma.Value, xledger.Value);
        return context.Decisions.Where(row =>
            row.Kind == DecisionKind.Match
            && ((row.HumaId == user && row.XledgerId != employee) || (row.XledgerId == employee && row.HumaId != user))
            && context.Comparisons.Any(one => one.Id == row.ComparisonId && one.ConnectionId == connectionId)
        );
    }

    // An answer that no run has carried out: the link is older.
    private static async Task<bool> IsAnsweredOtherwiseAsync(
        SyncDbContext context,
        PersonLink link,
        CancellationToken cancellation
    )
    {
        var review = await context
            .FinishedComparisons(link.ConnectionId)
            .OfReviews()
            .Select(comparison => (Guid?)comparison.Id)
            .FirstOrDefaultAsync(cancellation);
        return await AnswersAgainst(context, link.ConnectionId, link.HumaId, link.XledgerId)
            .AnyAsync(row => row.ComparisonId == review && row.DecidedAt > link.LinkedAt, cancellation);
    }

    private async Task LoadLinkedAsync(CancellationToken cancellation)
    {
        var links = await _context
            .Links.Where(link => link.ConnectionId == Connection.Id)
            .Select(link => new { link.HumaId, link.XledgerId })
            .ToListAsync(cancellation);
        foreach (var link in links.Where(one => !_apart.Contains(new DistinctPair(one.HumaId, one.XledgerId))))
        {
            _employees[link.HumaId] = link.XledgerId;
            _users[link.XledgerId] = link.HumaId;
        }
    }

    /// <summary>
    /// Whether the values of a change are the person's: by an id that they are sealed for. The id of the record that an
    /// addition became is not.
    /// </summary>
    public bool Holds(ChangeRecord change) =>
        Is(
            change is { Kind: ChangeKind.Create, Target: Side.Huma } ? null : change.HumaId,
            change is { Kind: ChangeKind.Create, Target: Side.Xledger } ? null : change.XledgerId
        );

    /// <summary>Whether it is about the person.</summary>
    public bool Is(BlockedChange blocked) => Is(blocked.Huma, blocked.Xledger);

    /// <summary>Whether it is the person's record.</summary>
    public bool Is(Person person) =>
        person.Side == Side.Huma ? person.Id == _huma?.Value : person.Id == _xledger?.Value;

    /// <summary>Whether it is about the person.</summary>
    public bool Is(ReadProblem problem) =>
        problem.Side == Side.Huma ? problem.RecordId == _huma?.Value : problem.RecordId == _xledger?.Value;

    /// <summary>Whether a record of the person is part of the input.</summary>
    public bool IsIn(ComparisonInput input) => RecordsIn(input).Any();

    /// <summary>Their record in Huma, then in Xledger, as far as they were there.</summary>
    /// <param name="outside">Whether records that belong to other connections count.</param>
    public IEnumerable<Person> RecordsIn(ComparisonInput input, bool outside = true) =>
        input.Huma.Concat(input.Xledger).Concat(outside ? input.Outside.Select(record => record.Person) : []).Where(Is);

    /// <summary>What a comparison read, without this person.</summary>
    /// <returns>Null where it holds nothing of them.</returns>
    public ComparisonInput? Without(ComparisonInput input)
    {
        var without = input with
        {
            Huma = [.. input.Huma.Where(person => !Is(person))],
            Xledger = [.. input.Xledger.Where(person => !Is(person))],
            Links = [.. input.Links.Where(link => !Is(link.Huma, link.Xledger))],
            Distinct = [.. input.Distinct.Where(pair => !Is(pair.Huma, pair.Xledger))],
            Baselines = [.. input.Baselines.Where(baseline => !Is(baseline.Link.Huma, baseline.Link.Xledger))],
            Identities = [.. input.Identities.Where(identity => !Is(identity.Link.Huma, identity.Link.Xledger))],
            Problems = [.. input.Problems.Where(problem => !Is(problem))],
            PutBack = [.. input.PutBack.Where(back => !Is(back.Huma, null))],
            Outside = [.. input.Outside.Where(record => !Is(record.Person))],
        };
        return Count(without) < Count(input) ? without : null;
    }

    /// <summary>Every name under which the store knows them, the most recent first.</summary>
    /// <param name="read">Their records in comparisons, newest first.</param>
    public async Task<IReadOnlyList<string>> NamesAsync(IEnumerable<Person?> read, CancellationToken cancellation)
    {
        var changes = await Changes
            .OrderByDescending(change => change.Id)
            .Select(change => new
            {
                change.HumaId,
                change.XledgerId,
                change.PersonName,
            })
            .ToListAsync(cancellation);
        var pendingChanges = await PendingChanges
            .Where(pending => pending.PersonName != null)
            .Select(pending => pending.PersonName!)
            .Distinct()
            .ToListAsync(cancellation);
        var held = await HeldValues
            .Select(value => new
            {
                value.HumaId,
                value.XledgerId,
                value.PersonName,
            })
            .ToListAsync(cancellation);
        return
        [
            .. read.OfType<Person>()
                .Select(person => person.DisplayName)
                .Concat(changes.Where(one => !AreApart(one.HumaId, one.XledgerId)).Select(one => one.PersonName))
                .Concat(pendingChanges)
                .Concat(held.Where(one => !AreApart(one.HumaId, one.XledgerId)).Select(one => one.PersonName))
                .Concat(Links.Where(link => !AreApart(link.HumaId, link.XledgerId)).SelectMany(NamesIn))
                .Where(name => name.Length > 0 && name != Removal.NameRemoved)
                .Distinct(),
        ];
    }

    /// <summary>
    /// Other connections, ended or not, that know the same person, by their names; only those whose people the reader
    /// may see.
    /// </summary>
    public async Task<IReadOnlyList<string>> OtherConnectionsAsync(Actor by, CancellationToken cancellation)
    {
        var reach = by.ConnectionsWith(Permission.SeePeople);
        var (huma, xledger, own, environment) = (_huma, _xledger, Connection.Id, Connection.XledgerEnvironment);
        return await _context
            .Connections.Where(other => reach == null || reach.Contains(other.Id))
            .Where(other =>
                other.Id != own
                && (
                    (
                        huma != null
                        && (
                            _context.Links.Any(link => link.ConnectionId == other.Id && link.HumaId == huma)
                            || _context.PendingChanges.Any(pending =>
                                pending.ConnectionId == other.Id && pending.HumaId == huma
                            )
                            || _context.Changes.Any(change =>
                                change.HumaId == huma
                                && change.PersonName != Removal.NameRemoved
                                && _context.Plans.Any(plan => plan.Id == change.PlanId && plan.ConnectionId == other.Id)
                            )
                        )
                    )
                    || (
                        xledger != null
                        && other.XledgerEnvironment == environment
                        && (
                            _context.Links.Any(link => link.ConnectionId == other.Id && link.XledgerId == xledger)
                            || _context.Changes.Any(change =>
                                change.XledgerId == xledger
                                && change.PersonName != Removal.NameRemoved
                                && _context.Plans.Any(plan => plan.Id == change.PlanId && plan.ConnectionId == other.Id)
                            )
                        )
                    )
                )
            )
            .OrderBy(other => other.Name)
            .Select(other => other.Name)
            .ToListAsync(cancellation);
    }

    private static int Count(ComparisonInput input) =>
        input.Huma.Count
        + input.Xledger.Count
        + input.Links.Count
        + input.Baselines.Count
        + input.Problems.Count
        + input.PutBack.Count
        + input.Outside.Count
        + input.Distinct.Count
        + input.Identities.Count;

    // A record that looks like another person has that person's name too.
    private static IEnumerable<string> NamesIn(PersonLink link) =>
        new[]
        {
            link.Baseline,
            link.KnownInHuma,
            link.KnownInXledger,
            link.OtherPersonInHuma,
            link.OtherPersonInXledger,
        }.Select(Person.NameIn);
}
