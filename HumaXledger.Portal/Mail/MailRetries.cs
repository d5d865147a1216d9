using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Mail;

/// <summary>Sends the mails again that failed and are due.</summary>
public sealed partial class MailRetries(
    IDbContextFactory<SyncDbContext> contexts,
    ResultMail results,
    AlertMessages alerts,
    MailDelivery delivery,
    TimeProvider clock,
    ILogger<MailRetries> logger
)
{
    /// <summary>Tries each of them once.</summary>
    public async Task SendDueAsync(CancellationToken cancellation)
    {
        if (!delivery.IsOn)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var due = await (
            from mail in context.UndeliveredMails.AsNoTracking()
            where mail.DueAt <= now
            join connection in context.Connections on mail.ConnectionId equals connection.Id
            join row in context.Alerts on mail.AlertId equals row.Id into rows
            from alert in rows.DefaultIfEmpty()
            orderby mail.DueAt
            select new
            {
                mail,
                connection,
                alert,
                isUnsent = context.Runs.Any(run => run.Id == mail.RunId && run.MailedAt == null),
            }
        ).ToListAsync(cancellation);
        foreach (var one in due)
        {
            try
            {
                if (one.mail.RunId is not { } runId)
                {
                    await alerts.SendAgainAsync(one.mail, one.alert, one.connection, cancellation);
                }
                else if (one.isUnsent && !one.connection.IsEnded)
                {
                    await results.SendAsync(runId, cancellation);
                }
                else
                {
                    // Another attempt delivered it, or there is no connection any more that it is about.
                    await delivery.ForgetAsync(one.mail.Id, cancellation);
                }
            }
            catch (Exception fault)
                when (fault is not OperationCanceledException && StoreFault.PassingCauseOf(fault) is null)
            {
                // One mail that cannot be rendered does not hold up the others.
                LogFailed(fault, one.mail.Id);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Mail {MailId} could not be prepared; the next round tries again")]
    private partial void LogFailed(Exception fault, Guid mailId);
}
