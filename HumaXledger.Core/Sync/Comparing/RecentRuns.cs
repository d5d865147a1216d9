using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// Runs that may have written since a moment. The journal grows for years; what is new in it is found by these, without
/// looking through the rest.
/// </summary>
internal static class RecentRuns
{
    /// <summary>Their plans, by which their changes are found.</summary>
    public static Task<List<Guid>> PlansAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime since,
        CancellationToken cancellation
    ) =>
        context
            .Runs.Where(run => run.ConnectionId == connectionId && (run.FinishedAt == null || run.FinishedAt > since))
            .Select(run => run.PlanId)
            .ToListAsync(cancellation);
}
