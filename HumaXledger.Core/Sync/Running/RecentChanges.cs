using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>The changes of a run that ended last, for those who watch it.</summary>
public static class RecentChanges
{
    /// <summary>How many are shown.</summary>
    public const int Most = 10;

    /// <summary>Of changes that have been read already, the newest first.</summary>
    public static IReadOnlyList<ChangeRecord> Of(IEnumerable<ChangeRecord> changes) =>
        [
            .. changes
                .Where(change =>
                    change.ChangedAt is not null && change.State is not (ChangeState.Planned or ChangeState.Sending)
                )
                .OrderByDescending(change => change.ChangedAt)
                .ThenByDescending(change => change.Sequence)
                .Take(Most),
        ];

    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<ChangeRecord>> ReadAsync(
        SyncDbContext context,
        Guid planId,
        CancellationToken cancellation
    ) =>
        await context
            .Changes.AsNoTracking()
            .Where(change =>
                change.PlanId == planId
                && change.ChangedAt != null
                && change.State != ChangeState.Planned
                && change.State != ChangeState.Sending
            )
            .OrderByDescending(change => change.ChangedAt)
            .ThenByDescending(change => change.Sequence)
            .Take(Most)
            .ToListAsync(cancellation);
}
