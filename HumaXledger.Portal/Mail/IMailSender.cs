namespace HumaXledger.Portal.Mail;

/// <summary>Sends mails by one of the ways of <see cref="MailMode"/>.</summary>
public interface IMailSender
{
    /// <summary>False when mail is off: nothing would be sent.</summary>
    bool IsOn { get; }

    /// <exception cref="MailNotSent">The mail was refused, or the server could not be used.</exception>
    Task SendAsync(MailMessage mail, CancellationToken cancellation);
}
