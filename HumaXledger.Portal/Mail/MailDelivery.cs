using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Mail;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;
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
    StoreFaults faults,
    TimeProvider clock,
    ILogger<MailDelivery> logger
)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>False when mail is off.</summary>
    public bool IsOn => sender.IsOn;

    /// <summary>
    /// Prepares and sends a mail. What it is about has happened, whatever becomes of the mail: a fault is logged and
    /// does not reach the caller. While the store is away it waits.
    /// </summary>
    /// <param name="id">The mail's <see cref="MailMessage.Id"/>.</param>
    public async Task AttemptAsync(Guid id, Func<Task> mail, CancellationToken cancellation)
    {
        try
        {
            await faults.RetryAsync(mail, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogNotPrepared(fault, id);
        }
    }

    /// <summary>Writes and sends a mail, unless it failed before and is not due again.</summary>
    /// <param name="limit">How long after the first attempt it is tried again; null: without end.</param>
    /// <returns>Whether the mail server accepted it now.</returns>
    public async Task<bool> SendAsync(
        MailSubject about,
        Func<Task<MailMessage>> write,
        TimeSpan? limit,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var failed = await context.UndeliveredMails.SingleOrDefaultAsync(row => row.Id == about.Id, cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        if (failed is not null && !(failed.DueAt <= now))
        {
            return false;
        }

        var isSent = false;
        try
        {
            await WriteAndSendAsync(write, cancellation);
            isSent = true;
            if (failed is not null)
            {
                context.Remove(failed);
            }
        }
        catch (MailNotSent fault)
        {
            LogNotSent(about.Id, about.ConnectionId, fault.InnerException?.GetType().Name, fault.IsPermanent);
            if (failed is null)
            {
                failed = about.Failed(now, fault.Reason);
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
            // Waited for: a mail that was accepted and not noted would be sent again.
            await faults.RetryAsync(() => context.SaveChangesAsync(CancellationToken.None), cancellation);
            feed.Pulse(about.ConnectionId);
        }

        return isSent;
    }

    // A fault of the portal itself, or a time-out that a library reports as a cancellation, delays one mail like one of
    // the mail server, and none of the others.
    private async Task WriteAndSendAsync(Func<Task<MailMessage>> write, CancellationToken cancellation)
    {
        try
        {
            await sender.SendAsync(await write(), cancellation);
        }
        catch (Exception fault) when (fault is not MailNotSent && !cancellation.IsCancellationRequested)
        {
            LogFault(fault);
            throw new MailNotSent(new Reason(MailReasons.Fault), cause: fault);
        }
    }

    /// <summary>Whether a mail failed and was not delivered since.</summary>
    public async Task<bool> HasFailedAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.UndeliveredMails.AnyAsync(row => row.Id == id, cancellation);
    }

    /// <summary>Forgets a mail that is not needed any more.</summary>
    public async Task ForgetAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.UndeliveredMails.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
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

    [LoggerMessage(LogLevel.Error, "Mail {MailId} could not be prepared; the next round tries again")]
    private partial void LogNotPrepared(Exception fault, Guid mailId);

    [LoggerMessage(LogLevel.Error, "A mail could not be written or sent because of a fault of the portal")]
    private partial void LogFault(Exception fault);
}

/// <summary>Which mail it is and what it is about.</summary>
/// <param name="Id">The mail's <see cref="MailMessage.Id"/>.</param>
/// <param name="Recipient">The mail's <see cref="MailMessage.To"/>.</param>
public sealed record MailSubject(Guid Id, string Recipient, Guid ConnectionId, Guid? RunId = null, long? AlertId = null)
{
    internal UndeliveredMail Failed(DateTime now, Reason reason) =>
        new()
        {
            Id = Id,
            ConnectionId = ConnectionId,
            RunId = RunId,
            AlertId = AlertId,
            Recipient = Recipient,
            FirstAttemptAt = now,
            Reason = reason,
        };
}
