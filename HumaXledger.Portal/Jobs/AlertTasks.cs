using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Mail;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Jobs;

/// <summary>What each round does about alerts: raises and clears those of every connection, and mails them.</summary>
public sealed class AlertTasks(
    MonthEnd months,
    AlertRounds alerts,
    AlertMail mail,
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

    /// <summary>Mails the alerts whose time has come.</summary>
    public Task MailAsync(CancellationToken cancellation) => mail.SendDueAsync(cancellation);
}
