using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>
/// Removes what is older than the settings keep it, in small portions, so that other work does not wait for the store.
/// </summary>
public sealed partial class Retention(
    IDbContextFactory<SyncDbContext> contexts,
    ActivityLog activity,
    StoreSweep sweep,
    IOptions<RetentionOptions> options,
    TimeProvider clock,
    ILogger<Retention> logger
)
{
    /// <summary>Stands in the history where a name was.</summary>
    public const string NameRemoved = Removal.NameRemoved;

    /// <summary>Contents of comparisons in one transaction: each is megabytes.</summary>
    private const int ContentsAtOnce = 20;

    /// <summary>
    /// Writes the head of the activity log to the process log, which is stored elsewhere, so that rewriting the
    /// activity log is detected (decision 0024). Then it removes what is older than the settings keep it.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // First: the line must not be missing because something else fails.
        var end = await activity.HeadAsync(cancellation);
        LogHead(logger, end.Number, end.Hash);
        var now = clock.GetUtcNow().UtcDateTime;
        var kept = options.Value;
        var removedAny = false;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (
            var connection in await context
                .Connections.Select(connection => new { connection.Id, connection.DisconnectedAt })
                .ToListAsync(cancellation)
        )
        {
            if (connection.DisconnectedAt < now.AddDays(-kept.EndedConnectionsDays))
            {
                removedAny |= await InPortionsAsync(
                    context,
                    connection.Id,
                    ActivityCodes.EndedRemoved,
                    () => RemoveEndedAsync(context, connection.Id, cancellation),
                    cancellation
                );
                continue;
            }

            // Nothing that a plan keeps is kept for longer than it can be carried out.
            await PlanStore.ExpireAsync(context, connection.Id, now, cancellation);
            removedAny |= await InPortionsAsync(
                context,
                connection.Id,
                ActivityCodes.OldRemoved,
                () => RemoveOldAsync(context, connection.Id, now, cancellation),
                cancellation
            );
        }

        removedAny |= await RemoveMailsAsync(context, now, cancellation) > 0;
        removedAny |= await RemoveDraftsAsync(context, now, cancellation) > 0;
        if (kept.ActivityDays is { } activityDays)
        {
            var cut = await activity.CutAsync(now.AddDays(-activityDays), cancellation);
            removedAny |= cut.Removed > 0;
            if (cut.Number is { } number)
            {
                // At once, before anything else can fail: what comes later is checked against this line.
                var head = await activity.HeadAsync(cancellation);
                LogCut(logger, number, head.Number, head.Hash);
            }
        }

        if (removedAny)
        {
            await sweep.SweepAsync(cancellation);
        }
    }

    // Each portion and its entry in the activity log are one transaction, and other work gets its turn in between.
    private async Task<bool> InPortionsAsync(
        SyncDbContext context,
        Guid connectionId,
        string what,
        Func<Task<Portion>> remove,
        CancellationToken cancellation
    )
    {
        for (var removedAny = false; ; removedAny = true)
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
            var portion = await remove();
            if (portion.Rows == 0)
            {
                return removedAny;
            }

            if (portion.IsLogged)
            {
                context.Activity.Add(
                    ActivityRecord.Of(
                        Actor.System,
                        what,
                        clock.GetUtcNow().UtcDateTime,
                        connectionId,
                        [.. portion.Counts.Select(count => $"{count}")]
                    )
                );
                await context.SaveChangesAsync(cancellation);
            }

            await transaction.CommitAsync(cancellation);
        }
    }

    private async Task<Portion> RemoveOldAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var kept = options.Value;
        var before = now.AddDays(-kept.RawMessagesDays);
        var messages = await Removal.RemoveMessagesAsync(
            context,
            context.Messages.Where(message => message.ConnectionId == connectionId && message.ReceivedAt < before),
            cancellation,
            once: true
        );
        var spent = await Removal.SpentContentsAsync(
            context,
            connectionId,
            now.AddDays(-kept.ComparisonContentsDays),
            cancellation
        );
        var contents = await Removal.RemoveContentsAsync(context, [.. spent.Take(ContentsAtOnce)], cancellation);
        var (values, others) = kept.PersonHistoryDays is { } days
            ? await RemoveHistoryAsync(context, connectionId, now.AddDays(-days), cancellation)
            : (0, 0);
        return new Portion(messages + contents + values + others, [messages, values, contents])
        {
            IsLogged = messages + contents + values > 0,
        };
    }

    // That a field was changed stays; the values and the person are removed. An undone change must not be repeated
    // automatically, so the last undo of a value stays.
    private static async Task<(int Values, int Others)> RemoveHistoryAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime before,
        CancellationToken cancellation
    )
    {
        // What runs wrote since the newest comparison is still part of what is known.
        var newest = await context
            .FinishedComparisons(connectionId)
            .Select(comparison => (DateTime?)comparison.StartedAt)
            .FirstOrDefaultAsync(cancellation);
        var limit = newest < before ? newest.Value : before;
        var values = await Removal.EmptyAsync(
            context,
            Removal.NotPutBack(context, Removal.Settled(context, connectionId, limit)),
            cancellation,
            once: true
        );
        var others = await Removal.RewriteBlockedAsync(
            context,
            context.Plans.Where(plan =>
                plan.ConnectionId == connectionId
                && plan.CreatedAt < limit
                && plan.State != PlanState.Ready
                && !context.Runs.Any(run => run.PlanId == plan.Id && run.FinishedAt == null)
            ),
            blocked => blocked.PersonName == NameRemoved ? null : Removal.Emptied(blocked),
            cancellation
        );
        others += await Removal.RemovePendingChangesAsync(
            context,
            context.PendingChanges.Where(pending =>
                pending.ConnectionId == connectionId
                && pending.EndedAt < limit
                && (pending.State == PendingChangeState.Written || pending.State == PendingChangeState.NothingToDo)
            ),
            cancellation,
            once: true
        );
        return (values, others);
    }

    // A recipient who did not get an alert does not get its end either, so the row stays until then.
    private static Task<int> RemoveMailsAsync(SyncDbContext context, DateTime now, CancellationToken cancellation)
    {
        var before = now - UndeliveredMail.Kept;
        return context
            .UndeliveredMails.Where(mail =>
                mail.DueAt == null
                && mail.LastAttemptAt < before
                && !context.Alerts.Any(alert => alert.Id == mail.AlertId && alert.OverMailedAt == null)
            )
            .ExecuteDeleteAsync(cancellation);
    }

    private async Task<int> RemoveDraftsAsync(SyncDbContext context, DateTime now, CancellationToken cancellation)
    {
        var before = now.AddDays(-options.Value.SetupDraftsDays);
        var removed = await context
            .SetupDrafts.Where(draft => draft.ChangedAt < before)
            .ExecuteDeleteAsync(cancellation);
        var unsaved = now - SettingsDraftRecord.Kept;
        removed += await context
            .SettingsDrafts.Where(draft => draft.ChangedAt < unsaved)
            .ExecuteDeleteAsync(cancellation);
        return removed + await context.RemoveExpiredSecretsAsync(now, cancellation);
    }

    // Nothing is compared or written for an ended connection any more: of its people only that something was done
    // stays.
    private static async Task<Portion> RemoveEndedAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        var contents = await context
            .ComparisonContents.Where(content =>
                context.Comparisons.Any(comparison =>
                    comparison.Id == content.ComparisonId && comparison.ConnectionId == connectionId
                )
            )
            .Select(content => content.ComparisonId)
            .Take(ContentsAtOnce)
            .ToListAsync(cancellation);
        var removed = await Removal.RemoveContentsAsync(context, contents, cancellation);
        var values = await Removal.EmptyAsync(
            context,
            Removal.Settled(context, connectionId, limit: null),
            cancellation,
            once: true
        );
        var links = await Removal.RemoveLinksAsync(
            context,
            context.Links.Where(link => link.ConnectionId == connectionId),
            cancellation,
            once: true
        );
        removed += await context
            .DistinctPairs.Where(pair => pair.ConnectionId == connectionId)
            .ExecuteDeleteAsync(cancellation);
        removed += await context
            .HeldValues.Where(value => value.ConnectionId == connectionId)
            .ExecuteDeleteAsync(cancellation);
        removed += await Removal.RemoveMessagesAsync(
            context,
            context.Messages.Where(message => message.ConnectionId == connectionId),
            cancellation,
            once: true
        );
        removed += await Removal.RemovePendingChangesAsync(
            context,
            context.PendingChanges.Where(pending => pending.ConnectionId == connectionId),
            cancellation,
            once: true
        );
        removed += await context
            .MissedChanges.Where(missed => missed.ConnectionId == connectionId)
            .ExecuteDeleteAsync(cancellation);
        removed += await context
            .DriftReports.Where(report => report.ConnectionId == connectionId)
            .ExecuteDeleteAsync(cancellation);
        removed += await context
            .UndeliveredMails.Where(mail => mail.ConnectionId == connectionId)
            .ExecuteDeleteAsync(cancellation);
        removed += await Removal.RewriteBlockedAsync(
            context,
            context.Plans.Where(plan => plan.ConnectionId == connectionId),
            blocked => blocked.PersonName == NameRemoved ? null : Removal.Emptied(blocked),
            cancellation
        );
        return new Portion(removed + values + links, [links, values]);
    }

    [LoggerMessage(LogLevel.Information, "The activity log ends at {End}:{Hash}")]
    private static partial void LogHead(ILogger logger, long end, string hash);

    [LoggerMessage(LogLevel.Information, "The activity log was cut off up to {UpTo} and ends at {End}:{Hash}")]
    private static partial void LogCut(ILogger logger, long upTo, long end, string hash);

    // What one transaction removed: rows in all, and what its entry says.
    private sealed record Portion(int Rows, IReadOnlyList<int> Counts)
    {
        public bool IsLogged { get; init; } = true;
    }
}
