using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Outages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// Mails a connection's alerts to its recipients: once when an alert has lasted for a while, once more when it is over.
/// Mails that fail are sent again by <see cref="MailRetries"/>.
/// </summary>
public sealed partial class AlertMail(
    IDbContextFactory<SyncDbContext> contexts,
    AlertMessages messages,
    IOptions<AlertOptions> alerts,
    StoreFaults faults,
    TimeProvider clock,
    ILogger<AlertMail> logger
)
{
    /// <summary>Sends all mails that are due.</summary>
    public async Task SendDueAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var (lasted, over) = (now - alerts.Value.MailAfter, now - alerts.Value.OverAfter);
        var due = await (
            from alert in context.Alerts
            join connection in context.Connections on alert.ConnectionId equals connection.Id
            where
                (alert.ClosedAt == null && alert.MailedAt == null && alert.OpenedAt <= lasted)
                || (alert.OverMailedAt == null && alert.ClosedAt <= over)
            orderby alert.Id
            select new { alert, connection }
        ).ToListAsync(cancellation);
        foreach (var one in due.Where(one => one.alert.ClosedAt is not null || !one.connection.IsEnded))
        {
            try
            {
                await (
                    one.alert.ClosedAt is null
                        ? MailAsync(one.alert, one.connection, now, cancellation)
                        : EndAsync(context, one.alert, one.connection, now, cancellation)
                );
                // Waited for: a mail that was accepted and not noted would be sent again.
                await faults.RetryAsync(() => context.SaveChangesAsync(CancellationToken.None), cancellation);
            }
            catch (Exception fault) when (IsOfOneMail(fault))
            {
                LogFault(fault, one.alert.Id);
            }
        }
    }

    // When the store is away or the process ends, the others need not be tried.
    private static bool IsOfOneMail(Exception fault) =>
        fault is not OperationCanceledException && StoreFault.PassingCauseOf(fault) is null;

    private async Task MailAsync(Alert alert, Connection connection, DateTime now, CancellationToken cancellation)
    {
        if (await messages.SendAsync(alert, connection, cancellation))
        {
            alert.MailedAt = now;
        }
    }

    // When the alert itself was not mailed, its end is not mailed either.
    private async Task EndAsync(
        SyncDbContext context,
        Alert alert,
        Connection connection,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (
            alert.MailedAt is null
            || connection.IsEnded
            || await messages.SendAsync(alert, connection, cancellation)
            || now - alert.ClosedAt > AlertMessages.OverLate
        )
        {
            alert.OverMailedAt = now;
            context.Activity.Add(
                ActivityRecord.Of(Actor.System, ActivityCodes.AlertOver, now, connection.Id, [alert.Problem])
            );
        }
    }

    [LoggerMessage(LogLevel.Error, "Alert {AlertId} could not be mailed; the next round tries again")]
    private partial void LogFault(Exception fault, long alertId);
}
