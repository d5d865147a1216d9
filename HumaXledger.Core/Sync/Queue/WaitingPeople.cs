using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>A person whose pending changes have come to a halt, with all that is known of why.</summary>
/// <param name="Since">When the first change was announced.</param>
/// <param name="DueAt">The next try, for <see cref="PendingChangeState.Waiting"/>.</param>
/// <param name="PendingChanges">Ids of the open pending changes in this state.</param>
public sealed record WaitingPerson(
    HumaId HumaId,
    string? PersonName,
    PendingChangeKind Kind,
    Reason? Reason,
    DateTime Since,
    DateTime DueAt,
    int Attempts,
    IReadOnlyList<long> PendingChanges
)
{
    /// <summary>Whether another try may be asked for: not while one is due anyway.</summary>
    public bool CanRetry(PendingChangeState state, DateTime now) =>
        state == PendingChangeState.Failed || (WaitingPeople.Retryable(state) && DueAt > now);
}

/// <summary>A guard and the people it holds.</summary>
/// <param name="PendingChanges">The ids of their changes that wait for it, in order.</param>
public sealed record HeldByGuard(GuardKind Guard, int People, IReadOnlyList<long> PendingChanges);

/// <summary>Part of a list that the database pages, with the count of all there is.</summary>
public sealed record PartOf<T>(IReadOnlyList<T> Rows, int Total);

/// <summary>Who waits for what: the lists of changes in Huma that did not reach Xledger by themselves.</summary>
public static class WaitingPeople
{
    /// <summary>Whether people in this state may be tried again.</summary>
    public static bool Retryable(PendingChangeState state) =>
        state is PendingChangeState.Failed or PendingChangeState.Waiting;

    /// <summary>People in one state, who has waited longest first.</summary>
    /// <param name="cause">Only those with this cause; null: all.</param>
    public static async Task<PartOf<WaitingPerson>> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        PendingChangeState state,
        PendingChangeCause? cause,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        // Who is being written waits as well, until it is read back.
        PendingChangeState[] states =
            state == PendingChangeState.Waiting ? [state, PendingChangeState.Writing] : [state];
        var pendingChanges = context
            .PendingChanges.AsNoTracking()
            .Where(pending =>
                pending.ConnectionId == connectionId
                && states.Contains(pending.State)
                && (cause == null || pending.Cause == cause)
            );
        var people = pendingChanges
            .GroupBy(pending => pending.HumaId)
            .Select(person => new { HumaId = person.Key, Since = person.Min(pending => pending.ReceivedAt) });
        var page = await people
            .OrderBy(person => person.Since)
            .ThenBy(person => person.HumaId)
            .Skip(skip)
            .Take(take)
            .ToListAsync(cancellation);
        var ids = page.Select(person => person.HumaId).ToList();
        var theirs = (
            await pendingChanges
                .Where(pending => ids.Contains(pending.HumaId))
                .OrderBy(pending => pending.Id)
                .ToListAsync(cancellation)
        ).ToLookup(pending => pending.HumaId);
        return new PartOf<WaitingPerson>(
            [.. page.Select(person => Of(person.HumaId, person.Since, [.. theirs[person.HumaId]]))],
            await people.CountAsync(cancellation)
        );
    }

    /// <summary>The guards that hold people back, and how many each.</summary>
    public static async Task<IReadOnlyList<HeldByGuard>> ByGuardAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        var held = await context
            .PendingChanges.Where(pending =>
                pending.ConnectionId == connectionId
                && pending.State == PendingChangeState.Held
                && pending.Cause == PendingChangeCause.SafetyLimit
            )
            .OrderBy(pending => pending.Id)
            .Select(pending => new
            {
                pending.Id,
                pending.HumaId,
                pending.HeldByGuards,
            })
            .ToListAsync(cancellation);
        return
        [
            .. held.SelectMany(pending =>
                    pending.HeldByGuards.Distinct().Select(guard => (Guard: guard, pending.Id, pending.HumaId))
                )
                .GroupBy(one => one.Guard)
                .Where(guard => Enum.TryParse<GuardKind>(guard.Key, out _))
                .Select(guard => new HeldByGuard(
                    Enum.Parse<GuardKind>(guard.Key),
                    guard.DistinctBy(one => one.HumaId).Count(),
                    [.. guard.Select(one => one.Id)]
                ))
                .OrderBy(guard => guard.Guard),
        ];
    }

    /// <summary>Values that wait for a decision, by person.</summary>
    public static async Task<PartOf<HeldValue>> HeldValuesAsync(
        SyncDbContext context,
        Guid connectionId,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var open = context
            .HeldValues.AsNoTracking()
            .Where(value => value.ConnectionId == connectionId && value.State == HeldValueState.Open);
        return new PartOf<HeldValue>(
            await open.OrderBy(value => value.PersonName)
                .ThenBy(value => value.Id)
                .Skip(skip)
                .Take(take)
                .ToListAsync(cancellation),
            await open.CountAsync(cancellation)
        );
    }

    private static WaitingPerson Of(HumaId person, DateTime since, IReadOnlyList<PendingChange> pendingChanges)
    {
        // Between two readings the last of them may have been settled.
        var newest = pendingChanges.LastOrDefault();
        return new WaitingPerson(
            person,
            pendingChanges.LastOrDefault(pending => pending.PersonName is not null)?.PersonName,
            newest?.Kind ?? PendingChangeKind.Updated,
            newest?.Reason,
            since,
            pendingChanges.Count == 0 ? since : pendingChanges.Min(pending => pending.DueAt),
            pendingChanges.Count == 0 ? 0 : pendingChanges.Max(pending => pending.Attempts),
            [.. pendingChanges.Select(pending => pending.Id)]
        );
    }
}
