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

    /// <summary>Removes what is older than the settings keep it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
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
                removedAny |= await RemoveEndedAsync(context, connection.Id, cancellation);
                continue;
            }

            var before = now.AddDays(-kept.RawMessagesDays);
            var messages = await Removal.RemoveMessagesAsync(
                context,
                context.Messages.Where(message => message.ConnectionId == connection.Id && message.ReceivedAt < before),
                cancellation
            );
            var spent = await Removal.SpentContentsAsync(
                context,
                connection.Id,
                now.AddDays(-kept.ComparisonContentsDays),
                cancellation
            );
            var contents = await Removal.RemoveContentsAsync(context, spent, cancellation);
            var values = kept.PersonHistoryDays is { } days
                ? await RemoveHistoryAsync(context, connection.Id, now.AddDays(-days), cancellation)
                : 0;
            if (messages + contents + values > 0)
            {
                removedAny = true;
                await activity.AppendAsync(
                    Actor.System,
                    ActivityCodes.OldRemoved,
                    connection.Id,
                    [$"{messages}", $"{values}", $"{contents}"],
                    cancellation
                );
            }
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

    // That a field was changed stays; the values and the person are removed. An undone change must not be repeated
    // automatically, so the last undo of a value stays.
    private static async Task<int> RemoveHistoryAsync(
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
            cancellation
        );
        await Removal.RewriteBlockedAsync(
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
        await Removal.RemovePendingChangesAsync(
            context,
            context.PendingChanges.Where(pending =>
                pending.ConnectionId == connectionId
                && pending.EndedAt < limit
                && (pending.State == PendingChangeState.Written || pending.State == PendingChangeState.NothingToDo)
            ),
            cancellation
        );
        return values;
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
    private async Task<bool> RemoveEndedAsync(SyncDbContext context, Guid connectionId, CancellationToken cancellation)
    {
        var contents = await context
            .ComparisonContents.Where(content =>
                context.Comparisons.Any(comparison =>
                    comparison.Id == content.ComparisonId && comparison.ConnectionId == connectionId
                )
            )
            .Select(content => content.ComparisonId)
            .ToListAsync(cancellation);
        var removed = await Removal.RemoveContentsAsync(context, contents, cancellation);
        var values = await Removal.EmptyAsync(
            context,
            Removal.Settled(context, connectionId, limit: null),
            cancellation
        );
        var links = await Removal.RemoveLinksAsync(
            context,
            context.Links.Where(link => link.ConnectionId == connectionId),
            cancellation
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
            cancellation
        );
        removed += await Removal.RemovePendingChangesAsync(
            context,
            context.PendingChanges.Where(pending => pending.ConnectionId == connectionId),
            cancellation
        );
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
        if (removed + values + links == 0)
        {
            return false;
        }

        await activity.AppendAsync(
            Actor.System,
            ActivityCodes.EndedRemoved,
            connectionId,
            [$"{links}", $"{values}"],
            cancellation
        );
        return true;
    }

    [LoggerMessage(LogLevel.Information, "The activity log was cut off up to {UpTo} and ends at {End}:{Hash}")]
    private static partial void LogCut(ILogger logger, long upTo, long end, string hash);
}
