using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>
/// The result of the pending changes of one person, with the values that were written: a line in the stream.
/// </summary>
/// <param name="Id">Of the newest pending change; the same line keeps it.</param>
/// <param name="Messages">How many pending changes were settled together.</param>
/// <param name="ReceivedAt">When the first of them came.</param>
public sealed record LiveChange(
    long Id,
    HumaId HumaId,
    string? PersonName,
    PendingChangeState State,
    Reason? Reason,
    int Messages,
    DateTime ReceivedAt,
    DateTime EndedAt,
    IReadOnlyList<ChangeRecord> Changes
)
{
    // Several pending changes may make one line.
    private const int PerLine = 4;

    /// <summary>
    /// The newest lines first. What led to nothing, and for no particular reason, is left out: Huma announces our
    /// own writes too.
    /// </summary>
    public static async Task<IReadOnlyList<LiveChange>> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        int most,
        CancellationToken cancellation
    )
    {
        var ended = await context
            .PendingChanges.AsNoTracking()
            .Where(pending =>
                pending.ConnectionId == connectionId
                && pending.EndedAt != null
                && (pending.State != PendingChangeState.NothingToDo || pending.Reason != null)
            )
            .OrderByDescending(pending => pending.EndedAt)
            .ThenByDescending(pending => pending.Id)
            .Take(most * PerLine)
            .ToListAsync(cancellation);
        var lines = ended
            .GroupBy(pending =>
                (pending.HumaId, pending.RunId, pending.State, pending.RunId is null ? pending.EndedAt : null)
            )
            .Take(most)
            .ToList();
        var written = await WrittenAsync(context, [.. lines.Select(line => line.First())], cancellation);
        return
        [
            .. lines.Select(line =>
            {
                var newest = line.First();
                return new LiveChange(
                    newest.Id,
                    newest.HumaId,
                    newest.PersonName,
                    newest.State,
                    newest.Reason,
                    line.Count(),
                    line.Min(pending => pending.ReceivedAt),
                    newest.EndedAt!.Value,
                    [.. written[(newest.RunId, newest.HumaId)]]
                );
            }),
        ];
    }

    /// <summary>What runs wrote for these pending changes, by run and person.</summary>
    internal static async Task<ILookup<(Guid?, HumaId), ChangeRecord>> WrittenAsync(
        SyncDbContext context,
        IReadOnlyList<PendingChange> pendingChanges,
        CancellationToken cancellation
    )
    {
        var runs = pendingChanges
            .Where(pending => pending.RunId is not null)
            .Select(pending => pending.RunId)
            .Distinct()
            .ToList();
        var people = pendingChanges
            .Where(pending => pending.RunId is not null)
            .Select(pending => (HumaId?)pending.HumaId)
            .Distinct()
            .ToList();
        var changes =
            runs.Count == 0
                ? []
                : await context
                    .Changes.AsNoTracking()
                    .Where(change => runs.Contains(change.RunId) && people.Contains(change.HumaId))
                    .OrderBy(change => change.Sequence)
                    .ToListAsync(cancellation);
        return changes.ToLookup(change => (change.RunId, change.HumaId!.Value));
    }
}
