using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>Open pending changes of some people, tracked by one context and processed together.</summary>
internal sealed class ChangeBatch
{
    /// <summary>The pauses after each failure; a day in all, then it waits for an administrator.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(10),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(15),
    ];

    // An export names all people; of more pending changes than this the next batch takes its share.
    private const int MostPendingChanges = 5000;

    private readonly ILookup<HumaId, PendingChange> _pendingChanges;
    private readonly ILookup<HumaId, PendingChange> _earlier;
    private readonly TimeSpan _ahead;

    /// <param name="earlier">What waits for a manual synchronization of the same people.</param>
    private ChangeBatch(IEnumerable<PendingChange> pendingChanges, IEnumerable<PendingChange> earlier, TimeSpan ahead)
    {
        _ahead = ahead;
        _pendingChanges = pendingChanges.ToLookup(pending => pending.HumaId);
        _earlier = earlier.ToLookup(pending => pending.HumaId);
        People = [.. _pendingChanges.Select(person => person.Key)];
    }

    /// <summary>People of the batch, each once.</summary>
    public IReadOnlyList<HumaId> People { get; }

    /// <summary>
    /// Those whose change a message or an administrator announced, while an export names all people.
    /// </summary>
    public IReadOnlySet<HumaId> Announced =>
        _pendingChanges
            .Where(person =>
                person.Any(pending =>
                    pending
                        is {
                            Source: PendingChangeSource.Webhook or PendingChangeSource.Person,
                            Kind: PendingChangeKind.Updated or PendingChangeKind.Other
                        }
                )
            )
            .Select(person => person.Key)
            .ToHashSet();

    /// <summary>Guards that were confirmed for all of them.</summary>
    public IReadOnlySet<GuardKind> Confirmed { get; private init; } = new HashSet<GuardKind>();

    /// <summary>The pending changes of one person, the oldest first.</summary>
    public IEnumerable<PendingChange> Of(HumaId person) => _pendingChanges[person];

    /// <summary>
    /// The people who have waited longest, as many as one request to Xledger can carry, each with everything that waits
    /// for them. People for whom guards were confirmed go apart from the others.
    /// </summary>
    public static async Task<ChangeBatch?> TakeAsync(
        SyncDbContext context,
        Guid connectionId,
        StoreTime now,
        CancellationToken cancellation
    )
    {
        var due = now.Store;
        var waiting = context.PendingChanges.Where(pending =>
            pending.ConnectionId == connectionId && pending.State == PendingChangeState.Waiting
        );
        var open = await waiting
            .AsNoTracking()
            .Where(pending => pending.DueAt <= due)
            .OrderBy(pending => pending.Id)
            .Take(MostPendingChanges)
            .Select(pending => new { pending.HumaId, pending.ConfirmedGuards })
            .ToListAsync(cancellation);
        if (open.Count == 0)
        {
            return null;
        }

        var byPerson = open.GroupBy(pending => pending.HumaId, pending => pending.ConfirmedGuards)
            .Select(person => (Id: person.Key, Confirmed: Kinds(person.SelectMany(kinds => kinds))))
            .ToList();
        var people = byPerson
            .Where(person => person.Confirmed.SetEquals(byPerson[0].Confirmed))
            .Take(IXledgerClient.LargestBatch)
            .Select(person => person.Id)
            .ToList();
        return new ChangeBatch(
            await waiting.Where(pending => people.Contains(pending.HumaId)).ToListAsync(cancellation),
            await ForManualSync(context, connectionId)
                .Where(pending => people.Contains(pending.HumaId))
                .ToListAsync(cancellation),
            now.Ahead
        )
        {
            Confirmed = byPerson[0].Confirmed,
        };
    }

    /// <summary>What a run was writing.</summary>
    /// <param name="ahead">How far the store's clock is ahead of this node's.</param>
    public static async Task<ChangeBatch> OfRunAsync(
        SyncDbContext context,
        RunRecord run,
        TimeSpan ahead,
        CancellationToken cancellation
    )
    {
        var writing = context.PendingChanges.Where(pending =>
            pending.RunId == run.Id && pending.State == PendingChangeState.Writing
        );
        return new ChangeBatch(
            await writing.ToListAsync(cancellation),
            // What an administrator's answer has put there since the run was planned waits for what it asks for.
            await ForManualSync(context, run.ConnectionId)
                .Where(pending => pending.EndedAt < run.CreatedAt && writing.Any(one => one.HumaId == pending.HumaId))
                .ToListAsync(cancellation),
            ahead
        );
    }

    /// <summary>Keeps the name with the person's pending changes.</summary>
    public void Named(HumaId person, string name) => Each(person, pending => pending.PersonName = name);

    /// <summary>Notes when the profile was read and compared.</summary>
    public void MarkCompared(HumaId person, DateTime readAt, DateTime comparedAt) =>
        Each(person, pending => (pending.ReadAt, pending.ComparedAt) = (readAt, comparedAt));

    /// <summary>
    /// Ends the person's pending changes in this state. What waited for a manual synchronization from before ends too:
    /// the whole profile was compared again, and what it needs now is said by these.
    /// </summary>
    public void End(HumaId person, PendingChangeState state, Reason? reason, DateTime now) =>
        End(person, now, pending => pending.End(state, now, reason));

    /// <summary>Ends it with what remains: in the state that follows from it.</summary>
    /// <param name="otherwise">The state where nothing remains, or nothing can be done about it.</param>
    public void End(HumaId person, Remaining? remains, PendingChangeState otherwise, DateTime now) =>
        End(person, now, pending =>
            pending.End(remains?.State ?? otherwise, now, remains?.Reason, remains?.Cause, remains?.Guards)
        );

    /// <summary>A run writes; what is known to remain beside it is noted.</summary>
    public void Writing(HumaId person, Guid runId, Remaining? remains) => Each(person, pending =>
        {
            (pending.State, pending.RunId) = (PendingChangeState.Writing, runId);
            (pending.Reason, pending.Cause) = (remains?.Reason, remains?.Cause);
            pending.HeldByGuards = remains?.Guards ?? [];
        });

    /// <summary>What was noted to remain when a run began to write for this person.</summary>
    public Remaining? RemainsOf(HumaId person) => Remaining.Of(_pendingChanges[person].First());

    /// <summary>It failed for this person: tried again later, and after a day it waits for a correction.</summary>
    public void Later(HumaId person, Reason reason, DateTime now) => Each(person, pending =>
        {
            (pending.State, pending.EndedAt) =
                pending.Attempts < Pauses.Count
                    ? (PendingChangeState.Waiting, (DateTime?)null)
                    : (PendingChangeState.Failed, now);
            pending.DueAt = now + _ahead + (pending.Attempts < Pauses.Count ? Pauses[pending.Attempts] : TimeSpan.Zero);
            pending.Attempts++;
            SetReason(pending, reason);
        });

    /// <summary>Requeued unchanged: the batch failed for a cause common to all.</summary>
    public void NotReached(HumaId person, Reason reason) => Each(person, pending =>
        {
            pending.State = PendingChangeState.Waiting;
            SetReason(pending, reason);
        });

    private static void SetReason(PendingChange pending, Reason reason) =>
        (pending.Reason, pending.Cause, pending.HeldByGuards) = (reason, null, []);

    private static HashSet<GuardKind> Kinds(IEnumerable<string> names) =>
        [.. names.Where(name => Enum.IsDefined(typeof(GuardKind), name)).Select(Enum.Parse<GuardKind>)];

    private static IQueryable<PendingChange> ForManualSync(SyncDbContext context, Guid connectionId) =>
        context.PendingChanges.Where(pending =>
            pending.ConnectionId == connectionId && pending.State == PendingChangeState.ForManualSync
        );

    private void End(HumaId person, DateTime now, Action<PendingChange> end)
    {
        Each(person, end);
        foreach (var pending in _earlier[person])
        {
            pending.End(PendingChangeState.NothingToDo, now, reason: null);
        }
    }

    private void Each(HumaId person, Action<PendingChange> act)
    {
        foreach (var pending in _pendingChanges[person])
        {
            act(pending);
        }
    }
}
