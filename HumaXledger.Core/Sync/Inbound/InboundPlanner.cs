using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>
/// Decides what the changes of some profiles need. Pending changes that need no run are ended, what was processed is
/// recorded; the rest is a plan. Nothing is saved here: everything is tracked by the context.
/// </summary>
internal sealed class InboundPlanner
{
    private readonly Connection _connection;
    private readonly ChangeBatch _batch;
    private readonly Profiles _profiles;
    private readonly SyncDbContext _context;
    private readonly Comparison _comparison;
    private readonly Dictionary<string, Pair> _pairs;
    private readonly HashSet<DistinctPair> _apart;
    private readonly Dictionary<HumaId, XledgerId?> _answers;
    private readonly ILookup<XledgerId, HumaId> _answeredFor;
    private readonly PendingApprovals _approvals;
    private readonly DateTime _now;
    private readonly DateOnly _today;

    private readonly List<PlannedChange> _wanted = [];
    private readonly HashSet<HumaId> _adding = [];

    // Who looked like another person and does not any more.
    private readonly List<HumaId> _asLinked = [];

    // Their end waits until it is known what may be written, with what is known to remain beside it.
    private readonly Dictionary<HumaId, Remaining?> _open = [];

    private InboundPlanner(
        SyncDbContext context,
        Connection connection,
        ChangeBatch batch,
        Profiles profiles,
        PendingApprovals approvals,
        TimeProvider clock
    )
    {
        (_context, _connection, _batch, _profiles, _approvals) = (context, connection, batch, profiles, approvals);
        var known = profiles.Links.Values.Select(link => link.Identity).ToList();
        var scope = StoredInput.ScopeOf(connection, SystemDay.Of(clock.GetUtcNow()));
        var answers = profiles.Answers;
        _apart = [.. profiles.Snapshot.Input.Distinct];
        _answers = answers.ToDictionary(answer => answer.Huma, answer => answer.Xledger);
        _answeredFor = answers
            .Where(answer => answer.Xledger is not null)
            .ToLookup(answer => answer.Xledger!.Value, answer => answer.Huma);
        // What was answered to who is who counts where a plan is carried out, which shows it: here it only holds back
        // what would be written without it.
        _comparison = Comparison.Of(
            profiles.Snapshot.Input with
            {
                Links = profiles.AllLinks,
                Distinct = [],
                Baselines = [],
                PutBack = [],
                Identities = known,
                Scope = scope,
            },
            []
        );
        _pairs = _comparison.Matches.Pairs.ToDictionary(pair => pair.Huma.Id);
        _now = clock.GetUtcNow().UtcDateTime;
        _today = SystemDay.Of(clock.GetUtcNow());
    }

    /// <summary>What is to be written; null where nothing is.</summary>
    public SyncPlan? Plan { get; private set; }

    /// <summary>Plans for all people of the batch.</summary>
    public static async Task<InboundPlanner> AllAsync(
        SyncDbContext context,
        Connection connection,
        ChangeBatch batch,
        Profiles profiles,
        IReadOnlyList<GuardWindow> windows,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var looked = new InboundPlanner(
            context,
            connection,
            batch,
            profiles,
            await PendingApprovals.OfAsync(context, connection.Id, batch.People, cancellation),
            clock
        );
        foreach (var person in batch.People)
        {
            looked.Look(person);
        }

        await looked.EndThoseWhoLookAsLinkedAsync(cancellation);

        looked.MakePlan(windows);
        return looked;
    }

    /// <summary>
    /// The people whom the plan adds to Xledger, as they were read: they have no link yet that could keep their
    /// outlook.
    /// </summary>
    public IEnumerable<Person> Adding => _adding.Select(person => _profiles.Read[person].Person);

    /// <summary>Ties the pending changes of the people in the plan to this run.</summary>
    public void NoteRun(Guid runId)
    {
        foreach (var (person, remains) in _open)
        {
            _batch.Writing(person, runId, remains);
        }
    }

    private void Look(HumaId person)
    {
        _batch.MarkCompared(person, _profiles.ReadAt, _now);
        if (_profiles.Excluded.TryGetValue(person, out var excluded))
        {
            // Without a name: who sees this connection may not see theirs.
            _batch.End(person, PendingChangeState.NothingToDo, excluded, _now);
            return;
        }

        if (_profiles.Read.TryGetValue(person, out var user))
        {
            _batch.Named(person, user.Person.DisplayName);
        }

        if (_profiles.Unreadable.TryGetValue(person, out var unreadable))
        {
            _batch.Later(person, unreadable, _now);
        }
        else if (LeftOutOf(person) is { } leftOut)
        {
            _batch.End(person, PendingChangeState.NothingToDo, ScopeReason.Of(leftOut), _now);
        }
        else if (_profiles.Links.TryGetValue(person, out var link))
        {
            LookAtLinked(person, user, link);
        }
        else if (user is null || !user.Person.Active)
        {
            _batch.End(
                person,
                PendingChangeState.NothingToDo,
                user is null && !IsDeleted(person) ? new Reason(InboundReasons.UnknownPerson) : null,
                _now
            );
        }
        else
        {
            LookAtNew(person, user);
        }
    }

    // A rule about the employee concerns the user too, whether or not the employee was read.
    private ScopeExclusion? LeftOutOf(HumaId person) =>
        _comparison.LeftOutOf(person, _profiles.Links.TryGetValue(person, out var link) ? link.XledgerId : null);

    private void LookAtLinked(HumaId person, HumaUser? user, PersonLink link)
    {
        var linked = new Link(link.HumaId, link.XledgerId);
        if (IsDenied(linked))
        {
            _batch.End(person, PendingChangeState.ForManualSync, new Reason(InboundReasons.Unlinked), _now);
            return;
        }

        if (user is null && !IsDeleted(person))
        {
            // Perhaps only the key lost the right to see them: nothing is concluded.
            _batch.Later(person, new Reason(InboundReasons.CannotBeRead), _now);
            return;
        }

        if (!_pairs.TryGetValue(person.Value, out var pair) || pair.Xledger.Id != link.XledgerId.Value)
        {
            _batch.End(person, PendingChangeState.Failed, new Reason(RunReasons.PersonGone), _now);
            return;
        }

        link.Note(user?.Person.Outlook, _profiles.ReadAt);
        // Of a leaver nothing is compared; a doubted link is written to by no message all the same.
        if ((user is not null || link.Doubted) && OtherPerson.Of(pair, link.Identity) is { } other)
        {
            link.NoteOther(other, _now);
            _batch.End(person, link.Doubted ? Remaining.Doubted : Remaining.OtherPerson, PendingChangeState.Held, _now);
            return;
        }

        if (IsAnotherSince(link, pair))
        {
            _batch.End(person, Remaining.OtherPerson, PendingChangeState.Held, _now);
            return;
        }

        if (user is not null)
        {
            Identify(link, pair);
        }

        var look = user is null
            ? null
            : InboundDiff.Of(
                pair,
                link.LastProcessed,
                link.Baseline,
                Rule,
                _approvals.AnswersOf(person),
                _comparison.Rosters.Countries,
                _comparison.Rosters.XledgerHasGender
            );
        var remaining = look is null ? null : Take(person, link, pair, look);
        if (user is { Person.Active: true })
        {
            _open[person] = remaining;
            return;
        }

        if (Leaver(person, pair) is { } end && look?.Wanted.Any(change => change.Field == Field.EmploymentEnd) != true)
        {
            _wanted.Add(end);
        }

        _open[person] = remaining ?? Remaining.LeftHuma(deleted: user is null);
    }

    // A run has read Xledger's record since it is known here: only a newer reading can end the question.
    private bool IsAnotherSince(PersonLink link, Pair pair) =>
        link.OtherPersonAt > _profiles.Snapshot.XledgerReadAt
        && !Identity.Of(pair.Xledger.Values).Equals(link.OtherPersonInXledger);

    private void Identify(PersonLink link, Pair pair)
    {
        link.Identify(pair.Huma.Values, pair.Xledger.Values);
        if (link.OtherPersonAt is not null)
        {
            link.ClearOther();
            _asLinked.Add(link.HumaId);
        }
    }

    private async Task EndThoseWhoLookAsLinkedAsync(CancellationToken cancellation)
    {
        foreach (var person in _asLinked)
        {
            await OtherPersonHolds.EndAsync(_context, _connection.Id, person, _now, cancellation);
        }
    }

    // Answered to be two people, or one of them to be another person.
    private bool IsDenied(Link pair) =>
        _apart.Contains(new(pair.Huma, pair.Xledger))
        || (_answers.TryGetValue(pair.Huma, out var employee) && employee != pair.Xledger)
        || _answeredFor[pair.Xledger].Any(user => user != pair.Huma);

    // Who is in Xledger already is linked, not added; what is not certain, or was answered, waits for a review.
    private void LookAtNew(HumaId person, HumaUser user)
    {
        if (!_connection.AddNewPeople)
        {
            _batch.End(person, PendingChangeState.ForManualSync, new Reason(InboundReasons.AddingIsOff), _now);
        }
        else if (
            _pairs.TryGetValue(person.Value, out var pair)
            // Not one that is linked: this person's link was read before, with its proof.
            && pair.State == MatchState.Certain
            && !_answers.ContainsKey(person)
            && !IsDenied(pair.Link)
        )
        {
            var link = Linked(person, pair);
            _open[person] = Take(
                person,
                link,
                pair,
                InboundDiff.OfNewPair(pair, Rule, _comparison.Rosters.Countries, _comparison.Rosters.XledgerHasGender)
            );
        }
        else if (
            (
                pair?.Xledger
                ?? _comparison
                    .Matches.Ambiguities.FirstOrDefault(ambiguity => ambiguity.Huma.Id == person.Value)
                    ?.Candidates[0]
                    .Xledger
                ?? _comparison
                    .Matches.EarlierRecords.FirstOrDefault(earlier =>
                        earlier.Record.Side == Side.Huma && earlier.Record.Id == person.Value
                    )
                    ?.Pair.Xledger
                ?? AnsweredFor(person)
            ) is
            { } perhaps
        )
        {
            _batch.End(
                person,
                PendingChangeState.ForManualSync,
                new Reason(InboundReasons.MayBeInXledger, perhaps.DisplayName),
                _now
            );
        }
        else if (!_comparison.Input.XledgerComplete)
        {
            _batch.Later(person, AddCandidates.IncompleteRead(Side.Xledger), _now);
        }
        else
        {
            LookAtAddition(person, user);
        }
    }

    private Person? AnsweredFor(HumaId person) =>
        _answers.GetValueOrDefault(person) is { } employee
            ? _comparison.Input.Xledger.FirstOrDefault(one => one.Id == employee.Value)
            : null;

    private void LookAtAddition(HumaId person, HumaUser user)
    {
        var candidate = AddCandidates.For(_comparison, _today).Judge(user.Person, Side.Xledger);
        var refusal = candidate switch
        {
            { CanBeAdded: false } => candidate.Obstacles[0].Reason,
            { MayExist: [var alike, ..] } => alike.Reason,
            _ => null,
        };
        if (refusal is not null)
        {
            _batch.End(person, PendingChangeState.ForManualSync, refusal, _now);
            return;
        }

        _adding.Add(person);
        _open[person] = null;
    }

    // Processed values are recorded, values held by a rule are kept for approval. Returns what remains.
    private Remaining? Take(HumaId person, PersonLink link, Pair pair, InboundDiff look)
    {
        foreach (var field in look.Processed)
        {
            link.LastProcessed = link.LastProcessed.With(field, pair.Huma[field]);
        }

        _approvals.Update(link, pair, look, _now);
        _wanted.AddRange(look.Wanted);
        return look.Held.Count > 0 ? Remaining.Asked(look.Held.Count)
            : look.Impossible is [var first, ..] ? Remaining.Blocked(first.Kind, first.Reason)
            : null;
    }

    private PlannedChange? Leaver(HumaId person, Pair pair)
    {
        if (
            _connection.Leavers != LeaverRule.SetEndDate
            || pair.Xledger[Field.EmploymentEnd] is not FieldValue.Empty
            || !LeftSinceCompared(person)
        )
        {
            return null;
        }

        var left = pair.Huma[Field.EmploymentEnd] is FieldValue.Of remaining
            ? remaining.Text
            : CalendarDate.Write(SystemDay.Of(new DateTimeOffset(SeenToHaveLeft(person))));
        return new PlannedChange(
            0,
            Side.Xledger,
            ChangeKind.Update,
            pair.Link.Huma,
            pair.Link.Xledger,
            pair.Huma.DisplayName,
            Field.EmploymentEnd,
            FieldValue.Nothing,
            FieldValue.From(left),
            ChangeCause.Leaver,
            new Reason(InboundReasons.ChangeLeaver)
        );
    }

    // Never later than now: the time in the queue is not sealed.
    private DateTime SeenToHaveLeft(HumaId person) =>
        _batch.Of(person).Select(pending => pending.FoundAt ?? pending.ReceivedAt).Append(_now).Min();

    // A person who was deactivated long ago, and is only named by an export, has not left today. Checks compare too:
    // they say themselves who was found to have left.
    private bool LeftSinceCompared(HumaId person) =>
        IsDeleted(person)
        || !_profiles.Snapshot.InactiveWhenCompared.Contains(person.Value)
        || _batch
            .Of(person)
            .Any(pending =>
                pending
                    is {
                        Source: PendingChangeSource.DriftCheck or PendingChangeSource.QuickComparison,
                        Kind: PendingChangeKind.Other
                    }
                || (pending.Kind != PendingChangeKind.Exported && pending.ReceivedAt < _profiles.Snapshot.ComparedAt)
            );

    private bool IsDeleted(HumaId person) =>
        !_profiles.Read.ContainsKey(person)
        && _batch.Of(person).Any(pending => pending.Kind == PendingChangeKind.Deleted);

    private PersonLink Linked(HumaId person, Pair pair)
    {
        var agreed = FieldValues.AllUnknown;
        var spellings = _comparison.Rosters.SpellingsOf(pair.Huma, pair.Xledger);
        foreach (var rules in FieldRules.All)
        {
            var value = pair.Huma[rules.Field];
            agreed =
                value.IsKnown && FieldNormal.SameInBoth(rules.Field, value, pair.Xledger[rules.Field], spellings)
                    ? agreed.With(rules.Field, value)
                    : agreed;
        }

        var link = new PersonLink
        {
            ConnectionId = _connection.Id,
            HumaId = person,
            XledgerId = pair.Link.Xledger,
            FoundAs = pair.State,
            LinkedAt = _now,
            LinkedBy = Actor.System.Name,
            Baseline = agreed,
            BaselineAt = _now,
        };
        link.Identify(pair.Huma.Values, pair.Xledger.Values);
        link.Note(pair.Huma.Outlook, _profiles.ReadAt);
        _context.Links.Add(link);
        return link;
    }

    private PolicyRule Rule(Field field) =>
        _connection.Policies.FirstOrDefault(policy => policy.Field == field)?.Rule ?? PolicyRule.HumaWins;

    private void MakePlan(IReadOnlyList<GuardWindow> windows)
    {
        var additions = Additions.From(_comparison, Decisions.None with { AddToXledger = _adding }, _today);
        IReadOnlyList<PlannedChange> wanted = [.. _wanted, .. additions.Changes];
        Plan =
            wanted.Count == 0
                ? null
                : SyncPlan.Of(
                    _comparison,
                    wanted,
                    additions.Blocked,
                    _batch.Confirmed,
                    GuardSettings.With(_connection.GuardLimits),
                    _today,
                    AllowanceCheck.CostsOf(XledgerKnowledge.Of(_connection.XledgerBehavior)),
                    windows
                );
        var blocked = Plan
            ?.Blocked.Where(one => one.Huma is not null)
            .ToLookup(one => one.Huma!.Value, one => Remaining.Blocked(one.Obstacle, one.Reason));
        var held = Plan?.HeldByGuard.Select(change => change.Huma).OfType<HumaId>().ToHashSet() ?? [];
        var written = Plan?.Changes.Select(change => change.Huma).OfType<HumaId>().ToHashSet() ?? [];
        var guards = Plan?.Guards.Where(guard => guard.Holds).Select(guard => guard.Kind).ToArray() ?? [];
        foreach (var (person, remaining) in _open.ToList())
        {
            var remains = blocked?[person].FirstOrDefault()
                ?? (held.Contains(person) ? Remaining.HeldBy(guards) : remaining);
            if (written.Contains(person))
            {
                _open[person] = remains;
            }
            else
            {
                _batch.End(person, remains, PendingChangeState.NothingToDo, _now);
                _open.Remove(person);
            }
        }
    }
}
