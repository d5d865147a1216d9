using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>People whose changes wait for the next manual synchronization.</summary>
internal static class PeopleForManualSync
{
    /// <summary>
    /// Ends, at once, what waited when both systems were read for the synchronization that is now complete. People
    /// whom an incomplete reading of Huma left out wait on, and so do those who could not be added; all do where
    /// Xledger's was incomplete, because no one is added then.
    /// </summary>
    /// <param name="reviewed">What the synchronization compared.</param>
    /// <param name="readAt">When its reading began, UTC.</param>
    public static async Task EndAsync(
        SyncDbContext context,
        Guid connectionId,
        Comparison reviewed,
        DateTime readAt,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        if (!reviewed.Input.XledgerComplete)
        {
            return;
        }

        var waiting = context.PendingChanges.Where(pending =>
            pending.ConnectionId == connectionId
            && pending.State == PendingChangeState.ForManualSync
            && pending.EndedAt < readAt
        );
        var people = await waiting.Select(pending => pending.HumaId).Distinct().ToListAsync(cancellation);
        if (people.Count == 0)
        {
            return;
        }

        var notAdded = NotAddable(reviewed, SystemDay.Of(now));
        notAdded.ExceptWith(
            // Added all the same, where the plan freed a value that was taken.
            await context
                .Links.Where(link => link.ConnectionId == connectionId && people.Contains(link.HumaId))
                .Select(link => link.HumaId)
                .ToListAsync(cancellation)
        );
        var ended = people.Except(notAdded);
        if (!reviewed.Input.HumaComplete)
        {
            ended = ended.Intersect(reviewed.Input.Huma.Select(person => new HumaId(person.Id)));
        }

        people = [.. ended];
        await waiting
            .Where(pending => people.Contains(pending.HumaId))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.NothingToDo)
                        .SetProperty(pending => pending.Reason, (Reason?)null)
                        .SetProperty(pending => pending.EndedAt, now.UtcDateTime),
                cancellation
            );
    }

    // Those in Huma only whom no one could choose, and those of whom it was not answered whether they are in Xledger.
    private static HashSet<HumaId> NotAddable(Comparison reviewed, DateOnly today) =>
        [
            .. AddCandidates
                .Of(reviewed, Side.Xledger, today)
                .Where(candidate => candidate is { CanBeAdded: false, Person.Active: true })
                .Select(candidate => candidate.Person)
                .Concat(reviewed.Matches.Pairs.Where(pair => !pair.Settled).Select(pair => pair.Huma))
                .Concat(reviewed.Matches.Ambiguities.Select(ambiguity => ambiguity.Huma))
                .Select(person => new HumaId(person.Id)),
        ];
}
