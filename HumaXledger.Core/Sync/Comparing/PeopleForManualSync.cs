using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>People whose changes wait for the next manual synchronization.</summary>
internal static class PeopleForManualSync
{
    /// <summary>
    /// Ends, at once, what waited when both systems were read for the synchronization that is now complete. People
    /// whom an incomplete reading of Huma left out wait on; all do where Xledger's was incomplete, because no one is
    /// added then.
    /// </summary>
    /// <param name="input">What the synchronization compared.</param>
    /// <param name="readAt">When its reading began, UTC.</param>
    public static async Task EndAsync(
        SyncDbContext context,
        Guid connectionId,
        ComparisonInput input,
        DateTime readAt,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (!input.XledgerComplete)
        {
            return;
        }

        var waiting = context.PendingChanges.Where(pending =>
            pending.ConnectionId == connectionId
            && pending.State == PendingChangeState.ForManualSync
            && pending.EndedAt < readAt
        );
        if (!input.HumaComplete)
        {
            var people = await waiting.Select(pending => pending.HumaId).Distinct().ToListAsync(cancellation);
            people = [.. people.Intersect(input.Huma.Select(person => new HumaId(person.Id)))];
            waiting = waiting.Where(pending => people.Contains(pending.HumaId));
        }

        await waiting.ExecuteUpdateAsync(
            set =>
                set.SetProperty(pending => pending.State, PendingChangeState.NothingToDo)
                    .SetProperty(pending => pending.Reason, (Reason?)null)
                    .SetProperty(pending => pending.EndedAt, now),
            cancellation
        );
    }
}
