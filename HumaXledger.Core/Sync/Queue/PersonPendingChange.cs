using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>A pending change of one person with its five steps: received, read, compared, written, read back.</summary>
/// <param name="WrittenAt">When the last of its values went out; null while nothing was written for it.</param>
/// <param name="ReadBackAt">When the last of them was read back.</param>
/// <param name="RunNumber">The run that wrote.</param>
public sealed record PersonPendingChange(
    PendingChange PendingChange,
    DateTime? WrittenAt,
    DateTime? ReadBackAt,
    int? RunNumber,
    IReadOnlyList<ChangeRecord> Changes
)
{
    /// <summary>All pending changes of one person with their results, the newest first.</summary>
    public static async Task<PartOf<PersonPendingChange>> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        HumaId person,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var all = context
            .PendingChanges.AsNoTracking()
            .Where(pending => pending.ConnectionId == connectionId && pending.HumaId == person);
        var page = await all.OrderByDescending(pending => pending.Id).Skip(skip).Take(take).ToListAsync(cancellation);
        var written = await LiveChange.WrittenAsync(context, page, cancellation);
        var runs = page.Where(pending => pending.RunId is not null)
            .Select(pending => pending.RunId!.Value)
            .Distinct()
            .ToList();
        var numbers =
            runs.Count == 0
                ? []
                : await context
                    .Runs.Where(run => runs.Contains(run.Id))
                    .ToDictionaryAsync(run => run.Id, run => run.Number, cancellation);
        return new PartOf<PersonPendingChange>(
            [.. page.Select(pending => Of(pending, [.. written[(pending.RunId, pending.HumaId)]], numbers))],
            await all.CountAsync(cancellation)
        );
    }

    private static PersonPendingChange Of(
        PendingChange pending,
        IReadOnlyList<ChangeRecord> changes,
        IReadOnlyDictionary<Guid, int> numbers
    ) =>
        new(
            pending,
            changes.Max(change => change.SentAt),
            changes.Max(change => change.ChangedAt),
            pending.RunId is { } run && numbers.TryGetValue(run, out var number) ? number : null,
            changes
        );
}
