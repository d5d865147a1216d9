using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// The one way in which what is known of people is taken out of the store, for <see cref="Retention"/> and
/// <see cref="Erasure"/> alike. What stays is that something was done, when, in which field and by whom.
/// </summary>
internal static class Removal
{
    /// <summary>Rows in one statement.</summary>
    public const int Batch = 500;

    /// <summary>Stands where a name was.</summary>
    public const string NameRemoved = "–";

    /// <summary>Comparisons whose content is no longer needed.</summary>
    /// <remarks>
    /// The newest is what is known of the people (<see cref="SnapshotCache"/>); what is open or about to be carried out
    /// needs its own. What follows from an older run does without (<see cref="RunPreparation"/>).
    /// </remarks>
    public static async Task<List<Guid>> SpentContentsAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime before,
        CancellationToken cancellation
    )
    {
        var newest = await context
            .FinishedComparisons(connectionId)
            .Select(comparison => comparison.Id)
            .FirstOrDefaultAsync(cancellation);
        var newestReview = await context
            .FinishedComparisons(connectionId)
            .OfReviews()
            .Select(comparison => comparison.Id)
            .FirstOrDefaultAsync(cancellation);
        return await (
            from content in context.ComparisonContents
            join comparison in context.Comparisons on content.ComparisonId equals comparison.Id
            where
                comparison.ConnectionId == connectionId
                && comparison.StartedAt < before
                && comparison.Id != newest
                && comparison.Id != newestReview
                && (comparison.State == ComparisonState.Closed || comparison.State == ComparisonState.Failed)
                && !context.Plans.Any(plan =>
                    plan.ComparisonId == comparison.Id
                    && (
                        plan.State == PlanState.Ready
                        || context.Runs.Any(run => run.PlanId == plan.Id && run.FinishedAt == null)
                    )
                )
            select content.ComparisonId
        ).ToListAsync(cancellation);
    }

    public static async Task<int> RemoveContentsAsync(
        SyncDbContext context,
        IReadOnlyList<Guid> comparisons,
        CancellationToken cancellation
    )
    {
        foreach (var comparison in comparisons)
        {
            // One at a time: each is megabytes.
            await context
                .ComparisonContents.Where(content => content.ComparisonId == comparison)
                .ExecuteDeleteAsync(cancellation);
        }

        return comparisons.Count;
    }

    /// <summary>Changes of a connection that still say whose they are, of plans that are over.</summary>
    /// <param name="limit">Plans made before, and runs that ended before; null: all.</param>
    public static IQueryable<ChangeRecord> Settled(SyncDbContext context, Guid connectionId, DateTime? limit) =>
        from change in context.Changes
        join plan in context.Plans on change.PlanId equals plan.Id
        where
            plan.ConnectionId == connectionId
            && (limit == null || plan.CreatedAt < limit)
            && change.PersonName != NameRemoved
            && plan.State != PlanState.Ready
            && !context.Runs.Any(run => run.PlanId == plan.Id && (run.FinishedAt == null || run.FinishedAt >= limit))
        select change;

    /// <summary>
    /// Without the last undo of a value: while both systems hold those values, a comparison must know them, or a rule
    /// would repeat what was undone.
    /// </summary>
    public static IQueryable<ChangeRecord> NotPutBack(SyncDbContext context, IQueryable<ChangeRecord> changes) =>
        from change in changes
        where
            !(
                change.State == ChangeState.Confirmed
                && (
                    change.Cause == ChangeCause.Undo
                    || context.Plans.Any(plan => plan.Id == change.PlanId && plan.Origin == PlanOrigin.Undo)
                )
                && !context.Changes.Any(later =>
                    later.Id > change.Id
                    && later.HumaId == change.HumaId
                    && later.XledgerId == change.XledgerId
                    && later.Field == change.Field
                    && later.State == ChangeState.Confirmed
                )
            )
        select change;

    /// <summary>Takes name and values out of changes; that they were made stays.</summary>
    /// <param name="once">Whether to stop after one batch, as in the methods below.</param>
    public static Task<int> EmptyAsync(
        SyncDbContext context,
        IQueryable<ChangeRecord> changes,
        CancellationToken cancellation,
        bool once = false
    ) =>
        InBatchesAsync(
            changes.OrderBy(change => change.Id).Select(change => change.Id),
            async ids =>
            {
                var rows = context.Changes.Where(change => ids.Contains(change.Id));
                await rows.Where(change => change.Reason != null)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(change => change.Reason!.Arguments, Array.Empty<string>()),
                        cancellation
                    );
                return await rows.ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(change => change.PersonName, NameRemoved)
                            .SetProperty(change => change.From, FieldValue.NotKnown)
                            .SetProperty(change => change.To, FieldValue.NotKnown)
                            .SetProperty(change => change.After, (FieldValue?)null)
                            .SetProperty(change => change.BaselineBefore, (FieldValue?)null),
                    cancellation
                );
            },
            once,
            cancellation
        );

    public static Task<int> RemoveMessagesAsync(
        SyncDbContext context,
        IQueryable<WebhookMessage> messages,
        CancellationToken cancellation,
        bool once = false
    ) =>
        InBatchesAsync(
            // The result for the people a message named stays, in their pending changes.
            messages.OrderBy(message => message.Id).Select(message => message.Id),
            ids => context.Messages.Where(message => ids.Contains(message.Id)).ExecuteDeleteAsync(cancellation),
            once,
            cancellation
        );

    public static Task<int> RemovePendingChangesAsync(
        SyncDbContext context,
        IQueryable<PendingChange> pendingChanges,
        CancellationToken cancellation,
        bool once = false
    ) =>
        InBatchesAsync(
            pendingChanges.OrderBy(pending => pending.Id).Select(pending => pending.Id),
            ids => context.PendingChanges.Where(pending => ids.Contains(pending.Id)).ExecuteDeleteAsync(cancellation),
            once,
            cancellation
        );

    public static Task<int> RemoveLinksAsync(
        SyncDbContext context,
        IQueryable<PersonLink> links,
        CancellationToken cancellation,
        bool once = false
    ) =>
        InBatchesAsync(
            links.OrderBy(link => link.Id).Select(link => link.Id),
            ids => context.Links.Where(link => ids.Contains(link.Id)).ExecuteDeleteAsync(cancellation),
            once,
            cancellation
        );

    /// <summary>Rewrites the lists of what could not be planned; nothing else of a plan names a person.</summary>
    /// <param name="rewrite">Null where the entry stays as it is.</param>
    /// <returns>How many plans were rewritten.</returns>
    public static async Task<int> RewriteBlockedAsync(
        SyncDbContext context,
        IQueryable<PlanRecord> plans,
        Func<BlockedChange, BlockedChange?> rewrite,
        CancellationToken cancellation
    )
    {
        var (rewritten, number) = (0, int.MinValue);
        while (
            await plans
                .Where(plan => plan.Number > number)
                .OrderBy(plan => plan.Number)
                .Take(Batch)
                .Select(plan => new
                {
                    plan.Id,
                    plan.Number,
                    plan.Blocked,
                })
                .ToListAsync(cancellation)
                is { Count: > 0 } some
        )
        {
            foreach (var plan in some)
            {
                IReadOnlyList<BlockedChange> blocked = [.. plan.Blocked.Select(one => rewrite(one) ?? one)];
                if (!blocked.SequenceEqual(plan.Blocked, ReferenceEqualityComparer.Instance))
                {
                    await context
                        .Plans.Where(row => row.Id == plan.Id)
                        .ExecuteUpdateAsync(set => set.SetProperty(row => row.Blocked, blocked), cancellation);
                    rewritten++;
                }
            }

            number = some[^1].Number;
        }

        return rewritten;
    }

    /// <summary>What could not be planned, without whose it was.</summary>
    public static BlockedChange Emptied(BlockedChange one) =>
        one with
        {
            PersonName = NameRemoved,
            Reason = one.Reason with { Arguments = [] },
        };

    private static async Task<int> InBatchesAsync(
        IQueryable<long> old,
        Func<List<long>, Task<int>> remove,
        bool once,
        CancellationToken cancellation
    )
    {
        var removed = 0;
        while (await old.Take(Batch).ToListAsync(cancellation) is { Count: > 0 } ids)
        {
            removed += await remove(ids);
            if (once)
            {
                break;
            }
        }

        return removed;
    }
}
