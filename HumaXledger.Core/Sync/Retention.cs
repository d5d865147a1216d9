using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync;

/// <summary>Removes what is older than it is to be kept, a little at a time, so that nobody waits for the store meanwhile.</summary>
public sealed class Retention(IDbContextFactory<SyncDbContext> contexts, ActivityLog activity, IOptions<RetentionOptions> options, TimeProvider clock)
{
    /// <summary>Rows in one statement.</summary>
    internal const int Batch = 500;

    /// <summary>Stands in the history where a name was.</summary>
    public const string NameRemoved = "–";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var kept = options.Value;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (var connection in await context.Connections.Select(connection => connection.Id).ToListAsync(cancellation))
        {
            var messages = await RemoveMessagesAsync(context, connection, now.AddDays(-kept.RawMessagesDays), cancellation);
            var contents = await RemoveContentsAsync(context, connection, now.AddDays(-kept.ComparisonContentsDays), cancellation);
            var values = kept.PersonHistoryDays is { } days ? await RemoveHistoryAsync(context, connection, now.AddDays(-days), cancellation) : 0;
            if (messages + contents + values > 0)
            {
                await activity.AppendAsync(Actor.System, ActivityCodes.OldRemoved, connection, [$"{messages}", $"{values}", $"{contents}"], cancellation);
            }
        }

        if (kept.ActivityDays is { } activityDays)
        {
            await activity.CutAsync(now.AddDays(-activityDays), cancellation);
        }
    }

    // What became of the people whom a message named stays, in their notices.
    private static Task<int> RemoveMessagesAsync(SyncDbContext context, Guid connectionId, DateTime before, CancellationToken cancellation) => InBatchesAsync(
        context.Messages.Where(message => message.ConnectionId == connectionId && message.ReceivedAt < before).OrderBy(message => message.Id).Select(message => message.Id),
        ids => context.Messages.Where(message => ids.Contains(message.Id)).ExecuteDeleteAsync(cancellation),
        cancellation);

    // The newest is what is known of the people (Knowledge); what is open or about to be carried out needs its own. Whatever follows from an older run manages without (Apply).
    private static async Task<int> RemoveContentsAsync(SyncDbContext context, Guid connectionId, DateTime before, CancellationToken cancellation)
    {
        var ended = context.Comparisons.Where(comparison => comparison.ConnectionId == connectionId && (comparison.State == ComparisonState.Complete || comparison.State == ComparisonState.Closed));
        var newest = await ended.OrderByDescending(comparison => comparison.StartedAt).Select(comparison => comparison.Id).FirstOrDefaultAsync(cancellation);
        var newestReview = await ended.Where(comparison => comparison.Purpose == ComparisonPurpose.Review)
            .OrderByDescending(comparison => comparison.StartedAt).Select(comparison => comparison.Id).FirstOrDefaultAsync(cancellation);
        var old = await (
            from content in context.ComparisonContents
            join comparison in context.Comparisons on content.ComparisonId equals comparison.Id
            where comparison.ConnectionId == connectionId && comparison.StartedAt < before && comparison.Id != newest && comparison.Id != newestReview
                && (comparison.State == ComparisonState.Closed || comparison.State == ComparisonState.Failed)
                && !context.Plans.Any(plan => plan.ComparisonId == comparison.Id
                    && (plan.State == PlanState.Ready || context.Runs.Any(run => run.PlanId == plan.Id && run.FinishedAt == null)))
            select content.ComparisonId).ToListAsync(cancellation);
        foreach (var comparison in old)
        {
            // One at a time: each is megabytes.
            await context.ComparisonContents.Where(content => content.ComparisonId == comparison).ExecuteDeleteAsync(cancellation);
        }

        return old.Count;
    }

    // That something was changed stays, and in which field; what it was and whose is removed. What somebody put back must not be done again by itself, so the last word of that kind stays.
    private static async Task<int> RemoveHistoryAsync(SyncDbContext context, Guid connectionId, DateTime before, CancellationToken cancellation)
    {
        // What runs wrote since the newest comparison is still part of what is known.
        var newest = await context.Comparisons.Where(comparison => comparison.ConnectionId == connectionId && (comparison.State == ComparisonState.Complete || comparison.State == ComparisonState.Closed))
            .MaxAsync(comparison => (DateTime?)comparison.StartedAt, cancellation);
        var limit = newest < before ? newest.Value : before;
        var values = await InBatchesAsync(
            from change in context.Changes
            join plan in context.Plans on change.PlanId equals plan.Id
            where plan.ConnectionId == connectionId && plan.CreatedAt < limit && change.PersonName != NameRemoved && plan.State != PlanState.Ready
                && !context.Runs.Any(run => run.PlanId == plan.Id && (run.FinishedAt == null || run.FinishedAt >= limit))
                && !(plan.Origin == PlanOrigin.Undo && change.State == ChangeState.Confirmed && !context.Changes.Any(later =>
                    later.Id > change.Id && later.HumaId == change.HumaId && later.XledgerId == change.XledgerId && later.Field == change.Field && later.State == ChangeState.Confirmed))
            orderby change.Id
            select change.Id,
            ids => context.Changes.Where(change => ids.Contains(change.Id)).ExecuteUpdateAsync(
                set => set
                    .SetProperty(change => change.PersonName, NameRemoved)
                    .SetProperty(change => change.From, FieldValue.NotKnown)
                    .SetProperty(change => change.To, FieldValue.NotKnown)
                    .SetProperty(change => change.After, (FieldValue?)null)
                    .SetProperty(change => change.AgreedBefore, (FieldValue?)null)
                    .SetProperty(change => change.ReasonArguments, Array.Empty<string>()),
                cancellation),
            cancellation);
        await InBatchesAsync(
            context.Notices.Where(notice => notice.ConnectionId == connectionId && notice.EndedAt < limit && (notice.State == NoticeState.Written || notice.State == NoticeState.NothingToDo))
                .OrderBy(notice => notice.Id).Select(notice => notice.Id),
            ids => context.Notices.Where(notice => ids.Contains(notice.Id)).ExecuteDeleteAsync(cancellation),
            cancellation);
        return values;
    }

    private static async Task<int> InBatchesAsync(IQueryable<long> old, Func<List<long>, Task<int>> remove, CancellationToken cancellation)
    {
        var removed = 0;
        while (await old.Take(Batch).ToListAsync(cancellation) is { Count: > 0 } ids)
        {
            removed += await remove(ids);
        }

        return removed;
    }
}
