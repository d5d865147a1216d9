using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Portal.Live;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Mail;

/// <summary>
/// Sends mails. One that fails is stored with the reason, and becomes due again after a wait that doubles each time,
/// from a minute to an hour.
/// </summary>
public sealed partial class MailDelivery(
    IDbContextFactory<SyncDbContext> contexts,
    IMailSender sender,
    RunFeed feed,
    TimeProvider clock,
    ILogger<MailDelivery> logger
)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>False when mail is off.</summary>
    public bool On => sender.On;

    /// <summary>Sends a mail, unless it failed before and is not due again.</summary>
    /// <param name="mail">The mail; its id and recipient replace those of <paramref name="about"/>.</param>
    /// <param name="about">Connection, and run or alert.</param>
    /// <param name="limit">How long after the first attempt it is tried again; null: without end.</param>
    /// <returns>Whether the mail server accepted it now.</returns>
    public async Task<bool> SendAsync(
        MailMessage mail,
        MailSubject about,
        TimeSpan? limit,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var failed = await context.UndeliveredMails.SingleOrDefaultAsync(row => row.Id == mail.Id, cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        if (failed is not null && !(failed.DueAt <= now))
        {
            return false;
        }

        var isSent = false;
        try
        {
            await sender.SendAsync(mail, cancellation);
            isSent = true;
            if (failed is not null)
            {
                context.Remove(failed);
            }
        }
        catch (MailNotSent fault)
        {
            LogNotSent(mail.Id, about.ConnectionId, fault.InnerException?.GetType().Name, fault.IsPermanent);
            if (failed is null)
            {
                failed = about.Failed(mail, now, fault.Reason);
                context.Add(failed);
            }

            failed.Attempts++;
            // The attempt itself may have taken a minute.
            failed.LastAttemptAt = clock.GetUtcNow().UtcDateTime;
            failed.Reason = fault.Reason;
            failed.DueAt = fault.IsPermanent ? null : NextAttempt(failed, limit);
        }

        if (failed is not null)
        {
            await context.SaveChangesAsync(CancellationToken.None);
            feed.Pulse(about.ConnectionId);
        }

        return isSent;
    }

    /// <summary>Forgets a mail that is not needed any more.</summary>
    /// <returns>Whether it had failed.</returns>
    public async Task<bool> ForgetAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.UndeliveredMails.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation) > 0;
    }

    private static DateTime? NextAttempt(UndeliveredMail failed, TimeSpan? limit)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(failed.Attempts - 1, 10));
        var next = failed.LastAttemptAt + (wait < LongestWait ? wait : LongestWait);
        return next - failed.FirstAttemptAt <= (limit ?? TimeSpan.MaxValue) ? next : null;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Mail {MailId} of connection {ConnectionId} was not sent: {Fault} (permanent: {IsPermanent})"
    )]
    private partial void LogNotSent(Guid mailId, Guid connectionId, string? fault, bool isPermanent);
}

/// <summary>What a mail is about.</summary>
public sealed record MailSubject(Guid ConnectionId, Guid? RunId = null, long? AlertId = null)
{
    internal UndeliveredMail Failed(MailMessage mail, DateTime now, Reason reason) =>
        new()
        {
            Id = mail.Id,
            ConnectionId = ConnectionId,
            RunId = RunId,
            AlertId = AlertId,
            Recipient = mail.To,
            FirstAttemptAt = now,
            Reason = reason,
        };
}
