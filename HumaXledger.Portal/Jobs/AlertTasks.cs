using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Mail;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// What each round does about alerts and mails: raises and clears the alerts of every connection, mails them, and sends
/// again what failed.
/// </summary>
public sealed class AlertTasks(
    MonthEnd months,
    AlertRounds alerts,
    AlertMail mail,
    MailRetries retries,
    IDbContextFactory<SyncDbContext> contexts
)
{
    public async Task WatchAsync(CancellationToken cancellation)
    {
        await months.ReportAsync(cancellation);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (var connection in await context.Connections.NotEnded().Select(row => row.Id).ToListAsync(cancellation))
        {
            await alerts.WatchAsync(connection, cancellation);
        }
    }

    /// <summary>Mails the alerts whose time has come, and the mails that are due again.</summary>
    public async Task MailAsync(CancellationToken cancellation)
    {
        await retries.SendDueAsync(cancellation);
        await mail.SendDueAsync(cancellation);
    }
}
