namespace HumaXledger.Portal.Mail;

/// <summary>Sender of mode <c>Off</c>: sends nothing.</summary>
public sealed class NoMail : IMailSender
{
    public bool On => false;

    public Task SendAsync(MailMessage mail, CancellationToken cancellation) => Task.CompletedTask;
}
