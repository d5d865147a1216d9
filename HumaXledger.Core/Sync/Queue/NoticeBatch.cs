using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>Open notices of some people, tracked by one context: what is worked off by one look.</summary>
internal sealed class NoticeBatch
{
    /// <summary>The pauses after each failure; a day in all, then it waits for somebody.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6), TimeSpan.FromHours(15),
    ];

    // An export names everybody; of more notices than this the next batch takes its share.
    private const int MostNotices = 5000;

    private readonly ILookup<HumaId, Notice> _notices;

    private NoticeBatch(IEnumerable<Notice> notices)
    {
        _notices = notices.ToLookup(notice => notice.HumaId);
        People = [.. _notices.Select(person => person.Key)];
    }

    public IReadOnlyList<HumaId> People { get; }

    /// <summary>Those of whom a message or a person told that something changed, while an export names everybody.</summary>
    public IReadOnlySet<HumaId> Told => _notices
        .Where(person => person.Any(notice => notice is { Source: NoticeSource.Webhook or NoticeSource.Person, Kind: NoticeKind.Updated or NoticeKind.Other }))
        .Select(person => person.Key).ToHashSet();

    /// <summary>Guards that somebody confirmed for all of them.</summary>
    public IReadOnlySet<GuardKind> Confirmed { get; private init; } = new HashSet<GuardKind>();

    public IEnumerable<Notice> Of(HumaId person) => _notices[person];

    /// <summary>
    /// The people who have waited longest, as many as one request to Xledger can carry, each with everything that waits for them. People for whom guards were confirmed go apart from the others.
    /// </summary>
    public static async Task<NoticeBatch?> TakeAsync(SyncDbContext context, Guid connectionId, DateTime now, CancellationToken cancellation)
    {
        var waiting = context.Notices.Where(notice => notice.ConnectionId == connectionId && notice.State == NoticeState.Waiting);
        var due = await waiting.AsNoTracking().Where(notice => notice.DueAt <= now).OrderBy(notice => notice.Id).Take(MostNotices)
            .Select(notice => new { notice.HumaId, notice.ConfirmedGuards }).ToListAsync(cancellation);
        if (due.Count == 0)
        {
            return null;
        }

        var byPerson = due.GroupBy(notice => notice.HumaId, notice => notice.ConfirmedGuards).Select(person => (Id: person.Key, Confirmed: Kinds(person.SelectMany(kinds => kinds)))).ToList();
        var people = byPerson.Where(person => person.Confirmed.SetEquals(byPerson[0].Confirmed)).Take(IXledgerClient.LargestBatch).Select(person => person.Id).ToList();
        return new NoticeBatch(await waiting.Where(notice => people.Contains(notice.HumaId)).ToListAsync(cancellation)) { Confirmed = byPerson[0].Confirmed };
    }

    /// <summary>What a run was writing.</summary>
    public static async Task<NoticeBatch> OfRunAsync(SyncDbContext context, Guid runId, CancellationToken cancellation) =>
        new(await context.Notices.Where(notice => notice.RunId == runId && notice.State == NoticeState.Writing).ToListAsync(cancellation));

    public void Named(HumaId person, string name) => Each(person, notice => notice.PersonName = name);

    public void Looked(HumaId person, DateTime readAt, DateTime comparedAt) => Each(person, notice => (notice.ReadAt, notice.ComparedAt) = (readAt, comparedAt));

    public void End(HumaId person, NoticeState state, Reason? reason, DateTime now) => Each(person, notice =>
    {
        (notice.State, notice.EndedAt) = (state, now);
        Tell(notice, reason);
    });

    /// <summary>A run writes; what is known to remain beside it is noted.</summary>
    public void Writing(HumaId person, Guid runId, Reason? remains) => Each(person, notice =>
    {
        (notice.State, notice.RunId) = (NoticeState.Writing, runId);
        Tell(notice, remains);
    });

    /// <summary>It failed for this person: later again, and after a day of trying it waits for somebody.</summary>
    public void Later(HumaId person, Reason reason, DateTime now) => Each(person, notice =>
    {
        (notice.State, notice.EndedAt) = notice.Attempts < Pauses.Count ? (NoticeState.Waiting, (DateTime?)null) : (NoticeState.Failed, now);
        notice.DueAt = now + (notice.Attempts < Pauses.Count ? Pauses[notice.Attempts] : TimeSpan.Zero);
        notice.Attempts++;
        Tell(notice, reason);
    });

    /// <summary>It did not come to their turn, because of something that concerns everybody.</summary>
    public void NotReached(HumaId person, Reason reason) => Each(person, notice =>
    {
        notice.State = NoticeState.Waiting;
        Tell(notice, reason);
    });

    private static void Tell(Notice notice, Reason? reason) => (notice.ReasonCode, notice.ReasonArguments) = (reason?.Code, reason?.Arguments ?? []);

    private static HashSet<GuardKind> Kinds(IEnumerable<string> names) => [.. names.Where(name => Enum.IsDefined(typeof(GuardKind), name)).Select(Enum.Parse<GuardKind>)];

    private void Each(HumaId person, Action<Notice> act)
    {
        foreach (var notice in _notices[person])
        {
            act(notice);
        }
    }
}
