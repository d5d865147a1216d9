using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Mail;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Mail;

/// <summary>Mails that were not delivered, for the pages. None while mail is off, since none is tried again.</summary>
public sealed class FailedMails(IDbContextFactory<SyncDbContext> contexts, IMailSender sender, TimeProvider clock)
{
    /// <summary>
    /// Those that are tried again, and those that are not for <see cref="UndeliveredMail.Kept"/>; newest first.
    /// </summary>
    public async Task<IReadOnlyList<FailedMail>> ReadAsync(CancellationToken cancellation)
    {
        if (!sender.IsOn)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var since = clock.GetUtcNow().UtcDateTime - UndeliveredMail.Kept;
        return await (
            from mail in context.UndeliveredMails.AsNoTracking()
            where mail.DueAt != null || mail.LastAttemptAt > since
            join connection in context.Connections on mail.ConnectionId equals connection.Id
            orderby mail.LastAttemptAt descending
            select new FailedMail(
                mail,
                connection.Name,
                context.Runs.Where(run => run.Id == mail.RunId).Select(run => (int?)run.Number).FirstOrDefault(),
                context.Alerts.Where(alert => alert.Id == mail.AlertId).Select(alert => alert.Problem).FirstOrDefault()
            )
        ).ToListAsync(cancellation);
    }

    /// <summary>The result of this run, if its mail failed; else null.</summary>
    public async Task<UndeliveredMail?> OfRunAsync(Guid runId, CancellationToken cancellation)
    {
        if (!sender.IsOn)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .UndeliveredMails.AsNoTracking()
            .FirstOrDefaultAsync(mail => mail.RunId == runId, cancellation);
    }
}

/// <summary>A mail that was not delivered, with what it is about.</summary>
/// <param name="Run">Number of the run whose result it is; null for an alert.</param>
/// <param name="Problem">Code of the alert's problem; null for a result.</param>
public sealed record FailedMail(UndeliveredMail Mail, string Connection, int? Run, string? Problem);
