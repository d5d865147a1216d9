using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>A person of whom Huma told and who has come to a halt, with all that is known of why.</summary>
/// <param name="Since">When the first word came.</param>
/// <param name="DueAt">The next try, for <see cref="NoticeState.Waiting"/>.</param>
/// <param name="Notices">Ids of the open notices in this state.</param>
public sealed record WaitingPerson(HumaId HumaId, string? PersonName, NoticeKind Kind, Reason? Reason, DateTime Since, DateTime DueAt, int Attempts, IReadOnlyList<long> Notices);

/// <summary>A guard and the people it holds.</summary>
public sealed record HeldByGuard(GuardKind Guard, int People);

/// <summary>Part of a list that the database pages, with the count of all there is.</summary>
public sealed record PartOf<T>(IReadOnlyList<T> Rows, int Total);

/// <summary>Who waits for what: the lists of what Huma told and what did not reach Xledger by itself.</summary>
public static class WaitingPeople
{
    /// <summary>People in one state, who has waited longest first.</summary>
    /// <param name="reason">Only those with this reason; null: all.</param>
    public static async Task<PartOf<WaitingPerson>> ReadAsync(
        SyncDbContext context, Guid connectionId, NoticeState state, string? reason, int skip, int take, CancellationToken cancellation)
    {
        // Who is being written waits as well, until it is read back.
        NoticeState[] states = state == NoticeState.Waiting ? [state, NoticeState.Writing] : [state];
        var notices = context.Notices.AsNoTracking().Where(notice => notice.ConnectionId == connectionId && states.Contains(notice.State) && (reason == null || notice.ReasonCode == reason));
        var people = notices.GroupBy(notice => notice.HumaId).Select(person => new { HumaId = person.Key, Since = person.Min(notice => notice.ReceivedAt) });
        var page = await people.OrderBy(person => person.Since).ThenBy(person => person.HumaId).Skip(skip).Take(take).ToListAsync(cancellation);
        var ids = page.Select(person => person.HumaId).ToList();
        var theirs = (await notices.Where(notice => ids.Contains(notice.HumaId)).OrderBy(notice => notice.Id).ToListAsync(cancellation)).ToLookup(notice => notice.HumaId);
        return new PartOf<WaitingPerson>([.. page.Select(person => Of(person.HumaId, person.Since, [.. theirs[person.HumaId]]))], await people.CountAsync(cancellation));
    }

    /// <summary>The guards that hold people back, and how many each.</summary>
    public static async Task<IReadOnlyList<HeldByGuard>> ByGuardAsync(SyncDbContext context, Guid connectionId, CancellationToken cancellation)
    {
        var held = await context.Notices
            .Where(notice => notice.ConnectionId == connectionId && notice.State == NoticeState.Held && notice.ReasonCode == InboundReasons.GuardHolds)
            .Select(notice => new { notice.HumaId, notice.ReasonArguments })
            .ToListAsync(cancellation);
        return
        [
            .. held.SelectMany(notice => notice.ReasonArguments.Select(guard => (notice.HumaId, Guard: guard))).Distinct()
                .GroupBy(pair => pair.Guard)
                .Where(guard => Enum.TryParse<GuardKind>(guard.Key, out _))
                .Select(guard => new HeldByGuard(Enum.Parse<GuardKind>(guard.Key), guard.Count()))
                .OrderBy(guard => guard.Guard),
        ];
    }

    /// <summary>Values on which somebody has to decide, by person.</summary>
    public static async Task<PartOf<HeldValue>> HeldValuesAsync(SyncDbContext context, Guid connectionId, int skip, int take, CancellationToken cancellation)
    {
        var open = context.HeldValues.AsNoTracking().Where(value => value.ConnectionId == connectionId && value.State == HeldValueState.Open);
        return new PartOf<HeldValue>(await open.OrderBy(value => value.PersonName).ThenBy(value => value.Id).Skip(skip).Take(take).ToListAsync(cancellation), await open.CountAsync(cancellation));
    }

    private static WaitingPerson Of(HumaId person, DateTime since, IReadOnlyList<Notice> notices)
    {
        // Between two readings the last of them may have been settled.
        var newest = notices.LastOrDefault();
        return new WaitingPerson(
            person, notices.LastOrDefault(notice => notice.PersonName is not null)?.PersonName, newest?.Kind ?? NoticeKind.Updated,
            newest?.ReasonCode is { } code ? new Reason(code, newest.ReasonArguments) : null, since,
            notices.Count == 0 ? since : notices.Min(notice => notice.DueAt), notices.Count == 0 ? 0 : notices.Max(notice => notice.Attempts), [.. notices.Select(notice => notice.Id)]);
    }
}
