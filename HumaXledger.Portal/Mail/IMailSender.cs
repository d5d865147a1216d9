namespace HumaXledger.Portal.Mail;

public interface IMailSender
{
    /// <summary>False when mail is off: nothing would be sent.</summary>
    bool On { get; }

    /// <exception cref="System.Net.Mail.SmtpException">The server refused the mail or could not be reached.</exception>
    Task SendAsync(MailMessage mail, CancellationToken cancellation);
}
