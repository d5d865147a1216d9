using System.Linq.Expressions;
using System.Threading.Channels;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>
/// Durable queue of people to re-check. Adding to it is persisted; the signal is in memory, so the worker also polls.
/// </summary>
public sealed class ChangeQueue(IDbContextFactory<SyncDbContext> contexts, IStoreClock store, TimeProvider clock)
{
    private readonly Channel<(Guid ConnectionId, bool AtOnce, bool Here)> _signals = Channel.CreateBounded<(
        Guid ConnectionId,
        bool AtOnce,
        bool Here
    )>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Signals the worker. Call it after the pending changes are stored.</summary>
    /// <param name="atOnce">A person in front of a screen waits for it: a pause after a fault is cut short.</param>
    public void Signal(Guid connectionId, bool atOnce = false) =>
        _signals.Writer.TryWrite((connectionId, atOnce, true));

    /// <summary>The same from another node, which does not hold the connection's lease.</summary>
    public void SignalFromOtherNode(Guid connectionId, bool atOnce) =>
        _signals.Writer.TryWrite((connectionId, atOnce, false));

    /// <summary>Connections on which something waits, as they are signalled. For one listener.</summary>
    public ChannelReader<(Guid ConnectionId, bool AtOnce, bool Here)> Signals => _signals.Reader;

    /// <summary>
    /// Connections that have something to do: pending changes that are due, or an inbound run that an interruption
    /// left. Ended and paused ones have nothing to do.
    /// </summary>
    public async Task<IReadOnlyList<Guid>> DueAsync(CancellationToken cancellation)
    {
        var now = (await store.NowAsync(cancellation)).Store;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var waiting = context
            .PendingChanges.Where(pending => pending.State == PendingChangeState.Waiting && pending.DueAt <= now)
            .Select(pending => pending.ConnectionId);
        var writing = context
            .PendingChanges.Where(pending => pending.State == PendingChangeState.Writing)
            .Select(pending => pending.ConnectionId);
        var left = context.Runs.UnderWay().Inbound(context).Select(run => run.ConnectionId);
        // From what waits to its connections: how many there are besides does not matter.
        return await context
            .Connections.NotEndedOrPaused()
            .Join(waiting.Union(writing).Union(left), connection => connection.Id, id => id, (_, id) => id)
            .ToListAsync(cancellation);
    }

    /// <summary>Queues these people and signals the worker.</summary>
    /// <param name="askedBy">Who asked, for <see cref="PendingChangeSource.Person"/>; null else.</param>
    /// <returns>Why not; null where they were queued.</returns>
    public async Task<Reason?> PutAsync(
        Guid connectionId,
        IReadOnlyCollection<HumaId> people,
        PendingChangeSource source,
        PendingChangeKind kind,
        Actor? askedBy,
        CancellationToken cancellation
    )
    {
        var who = askedBy?.Demand(Permission.Synchronize, connectionId);
        if (people.Count == 0)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (
            (
                await context
                    .Connections.AsNoTracking()
                    .SingleAsync(connection => connection.Id == connectionId, cancellation)
            ).EndedBecause() is
            { } ended
        )
        {
            return ended;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        context.PendingChanges.AddRange(
            people.Distinct().Select(person => PendingChange.Of(connectionId, person, source, kind, now, who))
        );
        if (askedBy is not null)
        {
            context.Activity.Add(
                ActivityRecord.Of(askedBy, ActivityCodes.PeopleRechecked, now, connectionId, [$"{people.Count}"])
            );
        }

        await context.SaveChangesAsync(cancellation);
        Signal(connectionId, atOnce: askedBy is not null);
        return null;
    }

    /// <summary>Makes these due now. Only failed ones and those waiting for their next try can be.</summary>
    /// <returns>How many.</returns>
    public Task<int> RetryAsync(
        Guid connectionId,
        IReadOnlyCollection<long> pendingChanges,
        Actor by,
        CancellationToken cancellation
    ) =>
        RetryAsync(
            connectionId,
            pending =>
                pendingChanges.Contains(pending.Id)
                && (pending.State == PendingChangeState.Failed || pending.State == PendingChangeState.Waiting),
            by,
            cancellation
        );

    /// <summary>Makes everything in this state due now: failed, or waiting for its next try.</summary>
    /// <returns>How many.</returns>
    public Task<int> RetryAllAsync(
        Guid connectionId,
        PendingChangeState state,
        Actor by,
        CancellationToken cancellation
    ) =>
        state is PendingChangeState.Failed or PendingChangeState.Waiting
            ? RetryAsync(connectionId, pending => pending.State == state, by, cancellation)
            : throw new ArgumentOutOfRangeException(nameof(state), state, "Only what failed or waits is tried again.");

    /// <summary>
    /// Confirms by name that what a guard holds back is meant; the people it holds are looked at again and written.
    /// Refused where it holds others than were shown.
    /// </summary>
    /// <param name="shown">The guard with the people it held when it was shown.</param>
    /// <returns>How many pending changes it lets go.</returns>
    public async Task<Answer<int>> ConfirmGuardAsync(
        Guid connectionId,
        HeldByGuard shown,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.Synchronize, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var kind = shown.Guard.ToString();
        var held = (
            await context
                .PendingChanges.Where(pending =>
                    pending.ConnectionId == connectionId
                    && pending.State == PendingChangeState.Held
                    && pending.Cause == PendingChangeCause.SafetyLimit
                )
                .ToListAsync(cancellation)
        ).FindAll(pending => pending.HeldByGuards.Contains(kind));
        var people = held.Select(pending => pending.HumaId).Distinct().Count();
        if (!held.Select(pending => pending.Id).Order().SequenceEqual(shown.PendingChanges))
        {
            return new Answer<int>.Refused(new Reason(ReviewReasons.GuardOvertaken, $"{people}", $"{shown.People}"));
        }

        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var pending in held)
        {
            pending.ConfirmedGuards = [.. pending.ConfirmedGuards.Append(kind).Distinct()];
            pending.WaitAgain();
        }

        context.Activity.Add(ActivityRecord.Of(by, ActivityCodes.GuardConfirmed, now, connectionId, [kind, "+"]));
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        Signal(connectionId, atOnce: true);
        return new Answer<int>.Done(held.Count);
    }

    /// <summary>
    /// Decides about values that a rule held, as one act: Huma's is written to Xledger, or both stay as they are until
    /// Huma's changes again. Refused where one of them was decided, or
    /// has changed, since it was shown.
    /// </summary>
    /// <returns>How many.</returns>
    public async Task<Answer<int>> DecideAsync(
        Guid connectionId,
        ShownHeldValues shown,
        bool write,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Synchronize, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        if (await shown.OvertakenAsync(context, connectionId, cancellation) is > 0 and var overtaken)
        {
            return new Answer<int>.Refused(new Reason(ReviewReasons.HeldOvertaken, $"{overtaken}"));
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var state = write ? HeldValueState.Write : HeldValueState.Left;
        var chosen = shown.Chosen?.Keys.ToList();
        var values = context.HeldValues.Where(value =>
            value.ConnectionId == connectionId
            && value.State == HeldValueState.Open
            && (chosen == null || chosen.Contains(value.Id))
        );
        var count = await values.ExecuteUpdateAsync(
            set =>
                set.SetProperty(value => value.State, state)
                    .SetProperty(value => value.DecidedBy, who)
                    .SetProperty(value => value.DecidedAt, now),
            cancellation
        );

        // Either way the people are looked at once more: to write, or to see that nothing waits for a decision any
        // longer.
        var decided = context.HeldValues.Where(value =>
            value.ConnectionId == connectionId && value.DecidedAt == now && value.DecidedBy == who
        );
        var notQueued = await decided
            .Where(value =>
                !context.PendingChanges.Any(pending =>
                    pending.ConnectionId == connectionId
                    && pending.State == PendingChangeState.Held
                    && pending.HumaId == value.HumaId
                )
            )
            .Select(value => value.HumaId)
            .Distinct()
            .ToListAsync(cancellation);
        context.PendingChanges.AddRange(
            notQueued.Select(person => PendingChange.Asked(connectionId, person, who, now))
        );
        await context
            .PendingChanges.Where(pending =>
                pending.ConnectionId == connectionId
                && pending.State == PendingChangeState.Held
                && context.HeldValues.Any(value =>
                    value.ConnectionId == connectionId
                    && value.HumaId == pending.HumaId
                    && value.DecidedAt == now
                    && value.DecidedBy == who
                )
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.Waiting)
                        .SetProperty(pending => pending.Cause, (PendingChangeCause?)null)
                        .SetProperty(pending => pending.DueAt, PendingChange.AtOnce)
                        .SetProperty(pending => pending.EndedAt, (DateTime?)null),
                cancellation
            );
        context.Activity.Add(
            ActivityRecord.Of(by, ActivityCodes.HeldValuesDecided, now, connectionId, [$"{count}", write ? "+" : "-"])
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        Signal(connectionId, atOnce: true);
        return new Answer<int>.Done(count);
    }

    private async Task<int> RetryAsync(
        Guid connectionId,
        Expression<Func<PendingChange, bool>> which,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.Synchronize, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var count = await context
            .PendingChanges.Where(pending => pending.ConnectionId == connectionId)
            .Where(which)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.Waiting)
                        .SetProperty(pending => pending.Cause, (PendingChangeCause?)null)
                        .SetProperty(pending => pending.DueAt, PendingChange.AtOnce)
                        .SetProperty(pending => pending.Attempts, 0)
                        .SetProperty(pending => pending.EndedAt, (DateTime?)null),
                cancellation
            );
        if (count > 0)
        {
            context.Activity.Add(
                ActivityRecord.Of(by, ActivityCodes.PendingChangesRetried, now, connectionId, [$"{count}"])
            );
            await context.SaveChangesAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        Signal(connectionId, atOnce: true);
        return count;
    }
}
