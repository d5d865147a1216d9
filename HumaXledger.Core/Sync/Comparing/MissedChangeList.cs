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
            !context.PendingChanges.Any(pending =>
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
    /// Puts what a reading found into the list, and takes off what it shows to be gone. Tracked by the context, not
    /// saved.
    /// </summary>
    /// <param name="found">Without those who are not to be listed.</param>
    /// <param name="source">Which check it was.</param>
    /// <param name="readAt">When its reading began.</param>
    /// <returns>Everyone who is in the list now; some may have been taken up since they were found.</returns>
    public static async Task<IReadOnlyList<MissedChange>> NoteAsync(
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
        var active = now.People.ToDictionary(person => new HumaId(person.Id), person => person.Active);
        List<MissedChange> kept = [];
        // A reading that began before the one that found it says nothing about it.
        foreach (var missed in listed)
        {
            if (missed.FoundAt <= readAt && kinds.TryGetValue(missed.HumaId, out var kind))
            {
                (missed.Source, missed.Kind, missed.FoundAt) = (source, kind, readAt);
            }
            else if (missed.FoundAt <= readAt && IsOver(missed, active, now.Complete))
            {
                context.MissedChanges.Remove(missed);
                continue;
            }

            kept.Add(missed);
        }

        var known = listed.Select(missed => missed.HumaId).ToHashSet();
        foreach (var (person, kind) in kinds.Where(one => !known.Contains(one.Key)))
        {
            var missed = new MissedChange
            {
                ConnectionId = connectionId,
                HumaId = person,
                Source = source,
                Kind = kind,
                FoundAt = readAt,
            };
            context.MissedChanges.Add(missed);
            kept.Add(missed);
        }

        return kept;
    }

    // Whether a reading that did not find it shows that nothing is missed any more.
    private static bool IsOver(MissedChange missed, Dictionary<HumaId, bool> active, bool complete)
    {
        bool? there =
            active.TryGetValue(missed.HumaId, out var isActive) ? isActive
            : complete ? false
            : null;
        return missed.Kind switch
        {
            // Left out of the reading, they may have changed as before.
            PendingChangeKind.Updated => active.ContainsKey(missed.HumaId),
            PendingChangeKind.Created => there == false,
            _ => there == true,
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
