using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// What a run has to know of people before it writes: what was reviewed, and whom to leave out by now.
/// </summary>
public sealed class RunPreparation(
    ComparisonArchive archive,
    DecisionStore decisions,
    SnapshotCache snapshots,
    TimeProvider clock
)
{
    /// <summary>
    /// The comparison that the plan was made from, as it was reviewed; null where it was not reviewed for this plan, or
    /// where retention has removed its input: then the plan follows from an earlier run, which adopted its pairs.
    /// </summary>
    /// <param name="changes">Of the plan.</param>
    internal async Task<AdoptedReview?> ReviewedAsync(
        SyncDbContext context,
        Connection connection,
        ComparisonRecord compared,
        PlanRecord plan,
        IReadOnlyList<ChangeRecord> changes,
        CancellationToken cancellation
    )
    {
        // What comes from Huma follows from single profiles; it names the newest comparison, which may be a difference
        // check or be under review, and what follows from such a run names the same one. An undo, and values that are
        // decided anew, concern people whom an earlier run has linked.
        var chain = (await PlanChain.OfAsync(context, plan, cancellation)).Select(its => its.Origin).ToList();
        var first = chain[^1];
        if (
            first is not (PlanOrigin.Reviewed or PlanOrigin.Pilot or PlanOrigin.Rest)
            || chain.Contains(PlanOrigin.DecidedAnew)
            || await archive.LoadAsync(connection.Id, compared.Id, cancellation) is not { } input
        )
        {
            return null;
        }

        var (matches, othersConfirmed) = await AsPlannedAsync(
            context,
            plan,
            changes,
            await decisions.LoadAsync(compared.Id, cancellation),
            cancellation
        );
        return new AdoptedReview(
            Comparison.Of(
                await StoredInput.NowAsync(
                    context,
                    connection,
                    compared.Id,
                    input,
                    compared.StartedAt,
                    SystemDay.Of(clock.GetUtcNow()),
                    cancellation
                ),
                matches
            ),
            compared.StartedAt,
            // Its time is in what is sealed. What follows from an earlier run shows no answer again.
            plan.Origin == first
                ? IdTime.Of(plan.Id) ?? compared.StartedAt
                : compared.StartedAt,
            othersConfirmed
        )
        {
            ProcessedSince = await ProcessedSinceAsync(context, connection.Id, compared.StartedAt, cancellation),
            First = first,
            // The rest of a run that was stopped may still wait when its failures are tried again.
            Ends = !chain.Contains(PlanOrigin.Retried),
            Written = changes
                .Where(change => change.Kind == ChangeKind.Update)
                .Select(change => change.HumaId)
                .OfType<HumaId>()
                .ToHashSet(),
            Tried =
                first == PlanOrigin.Pilot ? changes.Select(change => change.HumaId).OfType<HumaId>().ToHashSet() : null,
        };
    }

    // A person who is to be read again, looks like another one or is held by a safety limit was not processed.
    private static async Task<IReadOnlySet<HumaId>> ProcessedSinceAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime readAt,
        CancellationToken cancellation
    ) =>
        (
            await context
                .PendingChanges.Where(pending =>
                    pending.ConnectionId == connectionId
                    && pending.ReadAt > readAt
                    && (
                        pending.State == PendingChangeState.Written
                        || pending.State == PendingChangeState.NothingToDo
                        || pending.State == PendingChangeState.Held
                    )
                    && pending.Cause != PendingChangeCause.OtherPerson
                    && pending.Cause != PendingChangeCause.SafetyLimit
                )
                .Select(pending => pending.HumaId)
                .Distinct()
                .ToListAsync(cancellation)
        ).ToHashSet();

    // Answers are stored as they are given, and may be others by now: given for the rest after a pilot, or put into the
    // database by something else. What the plan was made with is sealed with it. Of other answers only those count of
    // which the plan writes something, which was shown, and "none of these", which makes no link.
    private static async Task<(IReadOnlyList<MatchDecision> Matches, bool OthersConfirmed)> AsPlannedAsync(
        SyncDbContext context,
        PlanRecord plan,
        IReadOnlyList<ChangeRecord> changes,
        Decisions made,
        CancellationToken cancellation
    )
    {
        if (SyncPlan.AnswersIn(plan.OwnFingerprint) is { } own)
        {
            if (OthersConfirmedIn(own, made) is { } othersConfirmed)
            {
                return (made.Matches, othersConfirmed);
            }
        }
        else if (plan.OwnFingerprint is not null)
        {
            // What follows from a run: the answers are those of a review of the same comparison. A plan of an earlier
            // version may have been moved there.
            var plans = await context
                .Plans.AsNoTracking()
                .Where(other => other.ConnectionId == plan.ConnectionId && other.ComparisonId == plan.ComparisonId)
                .ToListAsync(cancellation);
            var known = plans
                .Where(other => StoredFingerprint.NamesOwner(other.OwnFingerprint))
                .Select(other => OthersConfirmedIn(SyncPlan.AnswersIn(other.OwnFingerprint), made))
                .OfType<bool>()
                .ToList();
            if (known.Count > 0)
            {
                return (made.Matches, known.Contains(true));
            }
        }

        // A row that was added from outside holds no value that can be read.
        var written = changes
            .Where(change => change is { Kind: ChangeKind.Update, To.IsValue: true })
            .Select(change => (change.HumaId, change.XledgerId))
            .ToHashSet();
        return (
            [.. made.Matches.Where(match => match.Xledger is null || written.Contains((match.Huma, match.Xledger)))],
            false
        );
    }

    // Whether the plan with these answers was made with a confirmation of the people who look like others; null where
    // it was made with other answers than these.
    private static bool? OthersConfirmedIn(string? answers, Decisions made) =>
        answers == SyncPlan.AnswersOf(made.Matches, othersConfirmed: false) ? false
        : answers == SyncPlan.AnswersOf(made.Matches, othersConfirmed: true)
        && made.ConfirmedGuards.Any(guard => guard.Kind == GuardKind.OtherPerson)
            ? true
        : null;

    /// <summary>The snapshot of the connection, loaded when it is asked for first; once per attempt at a run.</summary>
    /// <param name="loaded">Where the caller has it already.</param>
    internal LoadedOnce SnapshotOf(Guid connectionId, Snapshot? loaded) => new(snapshots, connectionId, loaded);

    /// <summary>
    /// Refuses what may no longer be written: a rule about who is never synchronized may have been saved, and a link
    /// removed, since the plan was made.
    /// </summary>
    internal async Task LeaveOutAsync(
        SyncDbContext context,
        Connection connection,
        Journal journal,
        LoadedOnce snapshot,
        CancellationToken cancellation
    )
    {
        var apart = (await DistinctPairs.LoadAsync(context, connection.Id, cancellation)).ToHashSet();
        var scope = StoredInput.ScopeOf(connection, SystemDay.Of(clock.GetUtcNow()));
        var hasRules = scope.Rules.Rules.Count > 0;
        var scoped = hasRules ? await snapshot.GetAsync(cancellation) : null;
        // Whom the rules leave out cannot be said: nothing is written.
        var unread = hasRules && scoped is null ? new Reason(AlertReasons.ComparisonUnreadable) : null;
        var huma = scoped?.Input.Huma.ToDictionary(person => person.Id);
        var xledger = scoped?.Input.Xledger.ToDictionary(person => person.Id);
        journal.Refuse(change =>
            change is { HumaId: { } one, XledgerId: { } other } && apart.Contains(new DistinctPair(one, other))
                ? new Reason(InboundReasons.Unlinked)
            : scoped is not null
            && scope.Of(Known(huma, change.HumaId?.Value), Known(xledger, change.XledgerId?.Value)) is { } leftOut
                ? ScopeReason.Of(leftOut)
            : unread
        );

        static Person? Known(Dictionary<string, Person>? people, string? id) =>
            id is null ? null : people?.GetValueOrDefault(id);
    }

    internal sealed class LoadedOnce(SnapshotCache snapshots, Guid connectionId, Snapshot? loaded)
    {
        private Snapshot? _snapshot = loaded;

        /// <summary>Null where the connection was never compared, or nothing opens what was read.</summary>
        public async Task<Snapshot?> GetAsync(CancellationToken cancellation) =>
            _snapshot ??= await snapshots.SnapshotAsync(connectionId, cancellation);
    }
}
