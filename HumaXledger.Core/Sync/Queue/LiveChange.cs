using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>What became of word of one person, with the values that were written: a line in the stream of changes.</summary>
/// <param name="Id">Of the newest notice; the same line keeps it.</param>
/// <param name="Messages">How many notices were settled together.</param>
/// <param name="ReceivedAt">When the first of them came.</param>
public sealed record LiveChange(
    long Id, HumaId HumaId, string? PersonName, NoticeState State, Reason? Reason, int Messages, DateTime ReceivedAt, DateTime EndedAt, IReadOnlyList<ChangeRecord> Changes)
{
    // Several notices may make one line.
    private const int PerLine = 4;

    /// <summary>The newest lines first. Word that led to nothing, and for no particular reason, is left out: Huma tells of our own writes too.</summary>
    public static async Task<IReadOnlyList<LiveChange>> ReadAsync(SyncDbContext context, Guid connectionId, int most, CancellationToken cancellation)
    {
        var ended = await context.Notices.AsNoTracking()
            .Where(notice => notice.ConnectionId == connectionId && notice.EndedAt != null && (notice.State != NoticeState.NothingToDo || notice.ReasonCode != null))
            .OrderByDescending(notice => notice.EndedAt).ThenByDescending(notice => notice.Id)
            .Take(most * PerLine)
            .ToListAsync(cancellation);
        var lines = ended.GroupBy(notice => (notice.HumaId, notice.RunId, notice.State, notice.RunId is null ? notice.EndedAt : null)).Take(most).ToList();
        var written = await WrittenAsync(context, [.. lines.Select(line => line.First())], cancellation);
        return [.. lines.Select(line =>
        {
            var newest = line.First();
            return new LiveChange(
                newest.Id, newest.HumaId, newest.PersonName, newest.State, newest.ReasonCode is { } code ? new Reason(code, newest.ReasonArguments) : null,
                line.Count(), line.Min(notice => notice.ReceivedAt), newest.EndedAt!.Value, [.. written[(newest.RunId, newest.HumaId)]]);
        })];
    }

    /// <summary>What runs wrote for these notices, by run and person.</summary>
    internal static async Task<ILookup<(Guid?, HumaId), ChangeRecord>> WrittenAsync(SyncDbContext context, IReadOnlyList<Notice> notices, CancellationToken cancellation)
    {
        var runs = notices.Where(notice => notice.RunId is not null).Select(notice => notice.RunId).Distinct().ToList();
        var people = notices.Where(notice => notice.RunId is not null).Select(notice => (HumaId?)notice.HumaId).Distinct().ToList();
        var changes = runs.Count == 0
            ? []
            : await context.Changes.AsNoTracking().Where(change => runs.Contains(change.RunId) && people.Contains(change.HumaId)).OrderBy(change => change.Sequence).ToListAsync(cancellation);
        return changes.ToLookup(change => (change.RunId, change.HumaId!.Value));
    }
}
