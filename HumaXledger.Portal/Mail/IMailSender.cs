namespace HumaXledger.Portal.Mail;

/// <summary>Sends mails by one of the ways of <see cref="MailMode"/>.</summary>
public interface IMailSender
{
    /// <summary>False when mail is off: nothing would be sent.</summary>
    bool On { get; }

    /// <exception cref="System.Net.Mail.SmtpException">The server refused the mail or could not be reached.</exception>
    Task SendAsync(MailMessage mail, CancellationToken cancellation);
}
