using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>Word of one person with its five steps: received, read, compared, written, read back.</summary>
/// <param name="WrittenAt">When the last of its values went out; null while nothing was written for it.</param>
/// <param name="ReadBackAt">When the last of them was read back.</param>
/// <param name="RunNumber">The run that wrote.</param>
public sealed record PersonNotice(Notice Notice, DateTime? WrittenAt, DateTime? ReadBackAt, int? RunNumber, IReadOnlyList<ChangeRecord> Changes)
{
    /// <summary>All that Huma told of one person and what became of it, newest first.</summary>
    public static async Task<PartOf<PersonNotice>> ReadAsync(SyncDbContext context, Guid connectionId, HumaId person, int skip, int take, CancellationToken cancellation)
    {
        var all = context.Notices.AsNoTracking().Where(notice => notice.ConnectionId == connectionId && notice.HumaId == person);
        var page = await all.OrderByDescending(notice => notice.Id).Skip(skip).Take(take).ToListAsync(cancellation);
        var written = await LiveChange.WrittenAsync(context, page, cancellation);
        var runs = page.Where(notice => notice.RunId is not null).Select(notice => notice.RunId!.Value).Distinct().ToList();
        var numbers = runs.Count == 0 ? [] : await context.Runs.Where(run => runs.Contains(run.Id)).ToDictionaryAsync(run => run.Id, run => run.Number, cancellation);
        return new PartOf<PersonNotice>([.. page.Select(notice => Of(notice, [.. written[(notice.RunId, notice.HumaId)]], numbers))], await all.CountAsync(cancellation));
    }

    private static PersonNotice Of(Notice notice, IReadOnlyList<ChangeRecord> changes, IReadOnlyDictionary<Guid, int> numbers) => new(
        notice,
        changes.Max(change => change.SentAt),
        changes.Max(change => change.ChangedAt),
        notice.RunId is { } run && numbers.TryGetValue(run, out var number) ? number : null,
        changes);
}
