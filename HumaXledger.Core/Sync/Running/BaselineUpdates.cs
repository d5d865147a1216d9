using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Who is linked to whom and what both sides last agreed on. Moves only by what was seen: fields that a complete
/// comparison found equal, and changes that were read back.
/// </summary>
internal sealed class BaselineUpdates
{
    private readonly SyncDbContext _context;
    private readonly RunRecord _run;

    // What a confirmed change moves, in a row that is there.
    private static readonly string[] AgreedProperties =
    [
        nameof(PersonLink.Baseline),
        nameof(PersonLink.BaselineAt),
        nameof(PersonLink.LastProcessed),
    ];

    // The same, and who it is. The outlook was noted when the comparison was read, or later.
    private static readonly string[] IdentityProperties =
    [
        .. AgreedProperties,
        nameof(PersonLink.KnownInHuma),
        nameof(PersonLink.KnownInXledger),
        nameof(PersonLink.SameConfirmedAt),
        nameof(PersonLink.SameConfirmedBy),
    ];

    private static readonly string[] OtherProperties =
    [
        nameof(PersonLink.OtherPersonAt),
        nameof(PersonLink.OtherPersonInHuma),
        nameof(PersonLink.OtherPersonInXledger),
    ];

    // What is not saved yet.
    private readonly Dictionary<PersonLink, Unsaved> _unsaved = [];
    private readonly List<PersonLink> _others = [];
    private readonly List<PersonLink> _forgotten = [];
    private readonly List<HumaId> _confirmed = [];

    private readonly Dictionary<HumaId, PersonLink> _links;
    private readonly Dictionary<XledgerId, PersonLink> _linksByEmployee;
    private readonly ILookup<WrittenField, ChangeRecord> _undone;
    private readonly HashSet<DistinctPair> _apart;
    private readonly TimeProvider _clock;

    // Huma's records of the adopted comparison, for links that are made from it, and when they were read.
    private Dictionary<HumaId, Person> _read = [];
    private DateTime _readAt;

    // Who is who by that comparison and its answers.
    private HashSet<Link> _settled = [];

    private BaselineUpdates(
        SyncDbContext context,
        RunRecord run,
        Dictionary<HumaId, PersonLink> links,
        ILookup<WrittenField, ChangeRecord> undone,
        HashSet<DistinctPair> apart,
        TimeProvider clock
    )
    {
        (_undone, _apart) = (undone, apart);
        _context = context;
        _run = run;
        _links = links;
        _linksByEmployee = links.Values.ToDictionary(link => link.XledgerId);
        _clock = clock;
    }

    /// <param name="changes">The run's changes.</param>
    /// <param name="all">Whether to load all links; else only those of the changed people.</param>
    public static async Task<BaselineUpdates> LoadAsync(
        SyncDbContext context,
        RunRecord run,
        IReadOnlyList<ChangeRecord> changes,
        bool all,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var people = all ? [] : changes.Select(change => change.HumaId).OfType<HumaId>().Distinct().ToList();
        var employees = all ? [] : changes.Select(change => change.XledgerId).OfType<XledgerId>().Distinct().ToList();
        var links = await context
            .Links.AsNoTracking()
            .Where(link =>
                link.ConnectionId == run.ConnectionId
                && (all || people.Contains(link.HumaId) || employees.Contains(link.XledgerId))
            )
            .ToListAsync(cancellation);
        return new BaselineUpdates(
            context,
            run,
            links.ToDictionary(link => link.HumaId),
            await UndoneAsync(context, run, cancellation),
            all ? [.. await DistinctPairs.LoadAsync(context, run.ConnectionId, cancellation)] : [],
            clock
        );
    }

    // What an undo, or what goes on with one, puts back, tracked: each becomes Undone in the same save in which its
    // undoing is confirmed.
    private static async Task<ILookup<WrittenField, ChangeRecord>> UndoneAsync(
        SyncDbContext context,
        RunRecord run,
        CancellationToken cancellation
    )
    {
        var plan = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == run.PlanId, cancellation);
        var first = (await PlanChain.OfAsync(context, plan, cancellation))[^1];
        var rows = first is not { Origin: PlanOrigin.Undo, EarlierRunId: { } earlier }
            ? []
            : await context
                .Changes.Where(change =>
                    change.RunId == earlier
                    && change.Kind == ChangeKind.Update
                    && (change.State == ChangeState.Confirmed || change.State == ChangeState.Undone)
                )
                .OrderBy(change => change.Sequence)
                .ToListAsync(cancellation);
        return rows.ToLookup(WrittenField.Of);
    }

    /// <summary>
    /// Links every settled pair of the comparison that the administrator acted on, and keeps the fields it found equal
    /// as agreed. What was learnt about a pair after the comparison was read is newer and stays, also that it is two
    /// people. A pair of which one record looks like another person stays as it is, unless an administrator confirmed
    /// that it is meant. A link that was changed in the database from outside stays too, unless the two are two people:
    /// only the answer about that very person proves it (<see cref="Inbound.OtherPeople"/>). A pilot leaves linked
    /// people whom it does not try to the rest.
    /// </summary>
    public void Adopt(AdoptedReview review)
    {
        var comparison = review.Comparison;
        // Two people are not linked any longer, whether or not either of them has another link now.
        foreach (var link in _links.Values.Where(link => _apart.Contains(new(link.HumaId, link.XledgerId))).ToList())
        {
            Forget(link);
        }

        _read = comparison.Input.Huma.ToDictionary(person => new HumaId(person.Id));
        _readAt = review.ReadAt;
        _settled =
        [
            .. comparison
                .Matches.Pairs.Where(pair => pair.Settled)
                .Select(pair => pair.Link)
                .Where(link => !_apart.Contains(new(link.Huma, link.Xledger))),
        ];
        var differing = comparison.Differences.Select(difference => difference.Key).ToHashSet();
        foreach (
            var pair in comparison.Matches.Pairs.Where(pair =>
                pair.Settled && !KnownSince(pair, review) && !_apart.Contains(new(pair.Link.Huma, pair.Link.Xledger))
            )
        )
        {
            var other = comparison.LooksLikeAnother(pair.Link);
            if (
                IsDoubted(pair.Link)
                || (other && !review.IsConfirmed(pair.Link.Huma))
                || (IsLinked(pair.Link) && !review.IsOf(pair.Link.Huma))
            )
            {
                continue;
            }

            var link = Linked(pair.Link, pair.State);
            if (other)
            {
                ConfirmSame(link, pair);
            }

            var agreed = link.Baseline;
            foreach (var rules in FieldRules.All)
            {
                var (huma, xledger) = (pair.Huma[rules.Field], pair.Xledger[rules.Field]);
                if (
                    huma.IsKnown
                    && xledger.IsKnown
                    && agreed[rules.Field] != huma
                    && !differing.Contains(new DifferenceKey(link.HumaId, rules.Field))
                )
                {
                    agreed = agreed.With(rules.Field, huma);
                }
            }

            Keep(
                link,
                agreed,
                Latest(link.LastProcessed, pair.Huma.Values, review.ProcessedSince.Contains(link.HumaId))
            );
            if (link.Identify(pair.Huma.Values, pair.Xledger.Values))
            {
                Note(link, Unsaved.Identity);
            }
        }
    }

    private void ConfirmSame(PersonLink link, Pair pair)
    {
        link.ConfirmSame(pair.Huma.Values, pair.Xledger.Values, _run.StartedBy, _clock.GetUtcNow().UtcDateTime);
        Note(link, Unsaved.Identity);
        _confirmed.Add(link.HumaId);
    }

    // All that was compared was reviewed: what was left undecided is left until it changes again. What cannot be seen
    // now is no newer than what was seen, nor is anything where that was processed since.
    private static FieldValues Latest(FieldValues seen, FieldValues now, bool processedSince)
    {
        foreach (var rules in FieldRules.All)
        {
            if (
                now[rules.Field] is { IsKnown: true } value
                && value != seen[rules.Field]
                && !(processedSince && seen[rules.Field].IsKnown)
            )
            {
                seen = seen.With(rules.Field, value);
            }
        }

        return seen;
    }

    /// <summary>
    /// Whether a record, as it was read just now, looks like another person than the one who is linked.
    /// </summary>
    public bool LooksLikeAnother(Link pair, Person now) =>
        _links.TryGetValue(pair.Huma, out var link)
        && link.XledgerId == pair.Xledger
        && link.Identity.IsAnother(now.Values, FieldValues.AllUnknown);

    /// <summary>
    /// Notes with the link that Xledger's record, as it was read just now, looks like another person.
    /// </summary>
    public void NoteOther(Link pair, Person employee)
    {
        var link = _links[pair.Huma];
        link.NoteOtherInXledger(employee, _clock.GetUtcNow().UtcDateTime);
        _others.Add(link);
    }

    /// <summary>Whether values of one of these may be written to the other: linked, or settled by the review.</summary>
    public bool AreJoined(Link pair) => IsLinked(pair) || _settled.Contains(pair);

    /// <summary>Whether these two are linked by a row that was made or changed in the database from outside.</summary>
    public bool IsDoubted(Link pair) =>
        _links.TryGetValue(pair.Huma, out var link) && link.XledgerId == pair.Xledger && link.Doubted;

    /// <summary>Writes what was learnt since the last time, within the transaction of the journal.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        foreach (var link in _forgotten)
        {
            // By what it links: one that was made in this run has never been read back with its number.
            await _context
                .Links.Where(row =>
                    row.ConnectionId == link.ConnectionId
                    && row.HumaId == link.HumaId
                    && row.XledgerId == link.XledgerId
                )
                .ExecuteDeleteAsync(cancellation);
        }

        var links = new BulkInsert<PersonLink>(_context)
        {
            Conflict = [nameof(PersonLink.ConnectionId), nameof(PersonLink.HumaId)],
            // The person may be linked with another employee by now, and values are sealed for both.
            Same = [nameof(PersonLink.XledgerId)],
            Replace = IdentityProperties,
        };
        await links.RunAsync(Of(Unsaved.All), cancellation);
        await UpdateAsync(IdentityProperties, Of(Unsaved.Identity), cancellation);
        await UpdateAsync(AgreedProperties, Of(Unsaved.Agreed), cancellation);
        await UpdateAsync(OtherProperties, _others, cancellation);
        var people = _forgotten.ConvertAll(link => link.HumaId);
        await OtherPersonHolds.ClearAsync(
            _context,
            _run.ConnectionId,
            [.. _confirmed, .. people.Where(_links.ContainsKey)],
            cancellation
        );
        await OtherPersonHolds.UnlinkedAsync(
            _context,
            _run.ConnectionId,
            people,
            _clock.GetUtcNow().UtcDateTime,
            cancellation
        );
        _forgotten.Clear();
        _unsaved.Clear();
        _confirmed.Clear();
        _others.Clear();
    }

    // By what it links: a number in the database may be given to another row.
    private Task UpdateAsync(string[] properties, IEnumerable<PersonLink> links, CancellationToken cancellation) =>
        new BulkUpdate<PersonLink>(_context, properties)
        {
            MatchedBy = [nameof(PersonLink.ConnectionId), nameof(PersonLink.HumaId), nameof(PersonLink.XledgerId)],
        }.RunAsync(links, cancellation);

    /// <summary>
    /// A confirmed change: both sides hold the value now, or hold again what they held before what it undoes. What an
    /// undo puts back for two records that were unlinked since says nothing of who is linked to whom. Nor does a row of
    /// the journal about two records that neither a link nor the comparison joins: the database may hold invented ones.
    /// </summary>
    public void Confirmed(ChangeRecord change)
    {
        if (change is { HumaId: { } huma, XledgerId: { } xledger })
        {
            var pair = new Link(huma, xledger);
            var agreed = AfterUndo(change) ?? change.To;
            if (!MayLink(change, pair))
            {
                return;
            }

            var link = Linked(pair, MatchState.Certain);
            change.BaselineBefore ??= link.Baseline[change.Field];
            // Putting back in Xledger says nothing of Huma.
            var humaHolds = change.Target == Side.Huma || !IsUndo;
            Keep(
                link,
                link.Baseline[change.Field] == agreed ? link.Baseline : link.Baseline.With(change.Field, agreed),
                humaHolds && link.LastProcessed[change.Field] != change.To
                    ? link.LastProcessed.With(change.Field, change.To)
                    : link.LastProcessed
            );
        }
    }

    /// <summary>
    /// A change of Xledger that was accepted and cannot be read back: nothing is agreed, and yet Huma's value is dealt
    /// with.
    /// </summary>
    public void Sent(ChangeRecord change)
    {
        if (
            change is { HumaId: { } huma, XledgerId: { } xledger }
            && !IsUndo
            && MayLink(change, new Link(huma, xledger))
        )
        {
            var link = Linked(new Link(huma, xledger), MatchState.Certain);
            Keep(link, link.Baseline, link.LastProcessed.With(change.Field, change.To));
        }
    }

    // What was undone is no longer agreed: what counts again is what both sides had agreed on before it
    // (docs/decisions/0013).
    private FieldValue? AfterUndo(ChangeRecord change)
    {
        var undone = change.EarlierId is null ? [] : _undone[WrittenField.Of(change)].ToList();
        if (undone.Count == 0 || change.To != undone[0].From)
        {
            // Nothing is undone yet where a value is only emptied for a moment to make room.
            return null;
        }

        foreach (var row in undone)
        {
            row.State = ChangeState.Undone;
            // The journal does not look for changes by itself.
            _context.Entry(row).DetectChanges();
        }

        return undone[0].BaselineBefore ?? FieldValue.NotKnown;
    }

    private bool IsUndo => _undone.Count > 0;

    // Linked already, settled by the review, or added just now.
    private bool MayLink(ChangeRecord change, Link pair) =>
        IsLinked(pair) || (!IsUndo && (change.Kind == ChangeKind.Create || AreJoined(pair)));

    private bool IsLinked(Link pair) => _links.GetValueOrDefault(pair.Huma)?.XledgerId == pair.Xledger;

    private static bool IsOf(PersonLink link, Link pair) => link.HumaId == pair.Huma && link.XledgerId == pair.Xledger;

    private PersonLink Linked(Link pair, MatchState foundAs)
    {
        if (_links.TryGetValue(pair.Huma, out var link) && link.XledgerId == pair.Xledger)
        {
            return link;
        }

        // A person decided that an earlier link was wrong, or one of its records was deleted and made anew: a person
        // has one link at most.
        Forget(link);
        Forget(_linksByEmployee.GetValueOrDefault(pair.Xledger));
        link = new PersonLink
        {
            ConnectionId = _run.ConnectionId,
            HumaId = pair.Huma,
            XledgerId = pair.Xledger,
            FoundAs = foundAs,
            LinkedAt = _clock.GetUtcNow().UtcDateTime,
            LinkedBy = _run.StartedBy,
        };
        if (_read.TryGetValue(pair.Huma, out var person))
        {
            link.SeeEmpty(person.Values);
            if (person.Outlook is { } outlook)
            {
                link.Note(outlook, _readAt);
            }
        }

        Note(link, Unsaved.All);
        _links[pair.Huma] = link;
        _linksByEmployee[pair.Xledger] = link;
        return link;
    }

    private void Forget(PersonLink? link)
    {
        if (link is not null)
        {
            _unsaved.Remove(link);
            _forgotten.Add(link);
            _links.Remove(link.HumaId);
            _linksByEmployee.Remove(link.XledgerId);
        }
    }

    private bool KnownSince(Pair pair, AdoptedReview review)
    {
        return Since(_links.GetValueOrDefault(pair.Link.Huma))
            || Since(_linksByEmployee.GetValueOrDefault(pair.Link.Xledger));

        bool Since(PersonLink? link)
        {
            var at = pair.Decided && !(link is not null && IsOf(link, pair.Link)) ? review.PlannedAt : review.ReadAt;
            return link?.LinkedAt > at || link?.BaselineAt > at;
        }
    }

    private void Keep(PersonLink link, FieldValues agreed, FieldValues seen)
    {
        if (!ReferenceEquals(link.Baseline, agreed))
        {
            link.Baseline = agreed;
            link.BaselineAt = _clock.GetUtcNow().UtcDateTime;
            Note(link, Unsaved.Agreed);
        }

        if (!ReferenceEquals(link.LastProcessed, seen))
        {
            link.LastProcessed = seen;
            Note(link, Unsaved.Agreed);
        }
    }

    private void Note(PersonLink link, Unsaved more) =>
        _unsaved[link] = _unsaved.TryGetValue(link, out var known) && known > more ? known : more;

    private IEnumerable<PersonLink> Of(Unsaved much) => _unsaved.Where(one => one.Value == much).Select(one => one.Key);

    // How much of a link is not saved yet; each includes what is before it.
    private enum Unsaved
    {
        Agreed,
        Identity,
        All,
    }
}
