using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Mail;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// What each round does about alerts and mails: raises and clears the alerts of every connection, mails them, and sends
/// again what failed.
/// </summary>
public sealed class AlertTasks(MonthEnd months, AlertRounds alerts, AlertMail mail, MailRetries retries)
{
    public async Task WatchAsync(CancellationToken cancellation)
    {
        await months.ReportAsync(cancellation);
        await alerts.WatchAsync(cancellation);
    }

    /// <summary>Mails the alerts whose time has come, and the mails that are due again.</summary>
    public async Task MailAsync(CancellationToken cancellation)
    {
        await retries.SendDueAsync(cancellation);
        await mail.SendDueAsync(cancellation);
    }
}
