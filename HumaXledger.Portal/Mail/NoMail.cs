namespace HumaXledger.Portal.Mail;

/// <summary>Sender of mode <c>Off</c>: sends nothing.</summary>
public sealed class NoMail : IMailSender
{
    public bool IsOn => false;

    public Task SendAsync(MailMessage mail, CancellationToken cancellation) => Task.CompletedTask;
}
