using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// The stored list of people who changed in Huma without a message. A person stays in it until their change is taken
/// up, also when a later reading has nothing to compare it with any more: a person who left is found only once.
/// </summary>
internal static class MissedChangeList
{
    /// <summary>
    /// Those that nothing took up since they were found: no later pending change, and no synchronization by hand of a
    /// later comparison.
    /// </summary>
    public static IQueryable<MissedChange> OpenMissedChanges(this SyncDbContext context) =>
        context.MissedChanges.Where(missed =>
            missed.TakenUpAt == null
            && !context.PendingChanges.Any(pending =>
                pending.ConnectionId == missed.ConnectionId
                && pending.HumaId == missed.HumaId
                && pending.ReceivedAt >= missed.FoundAt
            )
            && !(
                from run in context.Runs
                join plan in context.Plans on run.PlanId equals plan.Id
                join comparison in context.Comparisons on plan.ComparisonId equals comparison.Id
                where
                    run.ConnectionId == missed.ConnectionId
                    && run.State == RunState.Completed
                    && comparison.StartedAt > missed.FoundAt
                    && (plan.Origin == PlanOrigin.Reviewed || plan.Origin == PlanOrigin.Rest)
                select run.Id
            ).Any()
        );

    /// <summary>
    /// Puts what a reading found into the list, and takes off what it shows to be gone and what was taken up. Tracked
    /// by the context, not saved; in a transaction that has the connection's turn.
    /// </summary>
    /// <param name="found">Without those who are not to be listed.</param>
    /// <param name="source">Which check it was.</param>
    /// <param name="readAt">When its reading began.</param>
    public static async Task NoteAsync(
        SyncDbContext context,
        Guid connectionId,
        MissedChanges found,
        MissedChanges.Whole now,
        PendingChangeSource source,
        DateTime readAt,
        CancellationToken cancellation
    )
    {
        var kinds = KindsOf(found);
        var listed = await context
            .MissedChanges.Where(missed => missed.ConnectionId == connectionId)
            .ToListAsync(cancellation);
        var open = await context
            .OpenMissedChanges()
            .Where(missed => missed.ConnectionId == connectionId)
            .Select(missed => missed.HumaId)
            .ToHashSetAsync(cancellation);
        var presence = new Presence(now, found.Known);
        // A reading that began before the one that found it, or before it was taken up, says nothing about it.
        foreach (var missed in listed.Where(missed => missed.FoundAt <= readAt && !(missed.TakenUpAt > readAt)))
        {
            if (kinds.TryGetValue(missed.HumaId, out var kind))
            {
                FindAgain(missed, kind, presence, open.Contains(missed.HumaId), readAt);
                missed.Source = source;
            }
            else if (presence.Ends(missed) || (!missed.IsLeaver && !open.Contains(missed.HumaId)))
            {
                context.MissedChanges.Remove(missed);
            }
            else if (!open.Contains(missed.HumaId))
            {
                missed.TakenUpAt ??= readAt;
            }
        }

        var known = listed.Select(missed => missed.HumaId).ToHashSet();
        context.MissedChanges.AddRange(
            kinds
                .Where(one => !known.Contains(one.Key))
                .Select(one => New(one.Key, one.Value, takenUpAt: null))
                .Concat(
                    found
                        .Known.Where(person => !known.Contains(person) && !kinds.ContainsKey(person))
                        .Select(person => New(person, PendingChangeKind.Other, readAt))
                )
        );

        MissedChange New(HumaId person, PendingChangeKind kind, DateTime? takenUpAt) =>
            new()
            {
                ConnectionId = connectionId,
                HumaId = person,
                Source = source,
                Kind = kind,
                FirstFoundAt = readAt,
                FoundAt = readAt,
                TakenUpAt = takenUpAt,
            };
    }

    private static void FindAgain(
        MissedChange missed,
        PendingChangeKind kind,
        Presence presence,
        bool open,
        DateTime readAt
    )
    {
        // A person who left is found only once: values that differ as well do not change that.
        if (open && missed.IsLeaver && kind == PendingChangeKind.Updated && presence.Of(missed.HumaId) == false)
        {
            kind = missed.Kind;
        }

        var left = kind is PendingChangeKind.Other or PendingChangeKind.Deleted;
        if (!open || left != missed.IsLeaver)
        {
            missed.FirstFoundAt = readAt;
        }

        (missed.Kind, missed.FoundAt, missed.TakenUpAt) = (kind, readAt, null);
    }

    // Who a reading found there.
    private sealed class Presence(MissedChanges.Whole now, IReadOnlyList<HumaId> known)
    {
        private readonly Dictionary<HumaId, bool> _active = now.People.ToDictionary(
            person => new HumaId(person.Id),
            person => person.Active
        );

        private readonly HashSet<HumaId> _known = [.. known];

        /// <summary>Whether a person is there and active; null where the reading does not say.</summary>
        public bool? Of(HumaId person) =>
            _active.TryGetValue(person, out var isActive) ? isActive
            : now.Complete ? false
            : null;

        /// <summary>Whether a reading that did not find it shows that it is over.</summary>
        public bool Ends(MissedChange missed) =>
            missed.Kind switch
            {
                // Left out of the reading, they may have changed as before.
                PendingChangeKind.Updated => _active.ContainsKey(missed.HumaId),
                PendingChangeKind.Created => Of(missed.HumaId) == false,
                // Once both systems were read without them, no check finds them to have left.
                _ => Of(missed.HumaId) is { } there
                    && (there || (missed.TakenUpAt is not null && !_known.Contains(missed.HumaId))),
            };
    }

    private static Dictionary<HumaId, PendingChangeKind> KindsOf(MissedChanges found)
    {
        Dictionary<HumaId, PendingChangeKind> kinds = [];
        Add(found.Gone, PendingChangeKind.Deleted);
        Add(found.Left, PendingChangeKind.Other);
        Add(found.New, PendingChangeKind.Created);
        Add(found.Moved.Keys, PendingChangeKind.Updated);
        return kinds;

        void Add(IEnumerable<HumaId> people, PendingChangeKind kind)
        {
            foreach (var person in people)
            {
                kinds.TryAdd(person, kind);
            }
        }
    }
}
