using System.Net;
using Microsoft.Extensions.Options;
using SmtpClient = System.Net.Mail.SmtpClient;
using SmtpDeliveryMethod = System.Net.Mail.SmtpDeliveryMethod;

namespace HumaXledger.Portal.Mail;

/// <summary>Sender of mode <c>Off</c>: sends nothing.</summary>
public sealed class NoMail : IMailSender
{
    public bool On => false;

    public Task SendAsync(MailMessage mail, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>Writes each mail as an .eml file into a folder, which the Portal's Mail page shows.</summary>
public sealed class PickupMail(IOptions<MailOptions> options) : IMailSender
{
    public bool On => true;

    public async Task SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(options.Value.PickupFolder).FullName;
        using var message = mail.ToMessage(options.Value.From);
        // Written to a temporary file and moved: a reader never finds half a mail, and the same mail replaces its file.
        var aside = Directory.CreateDirectory(Path.Combine(folder, ".writing", Guid.NewGuid().ToString("N")));
        try
        {
            using var client = new SmtpClient
            {
                DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory,
                PickupDirectoryLocation = aside.FullName,
            };
            await client.SendMailAsync(message, cancellation);
            aside.EnumerateFiles().Single().MoveTo(Path.Combine(folder, $"{mail.Id:N}.eml"), overwrite: true);
        }
        finally
        {
            aside.Delete(recursive: true);
        }
    }
}

/// <summary>Sends by SMTP.</summary>
public sealed class SmtpMail(IOptions<MailOptions> options) : IMailSender
{
    public bool On => true;

    public async Task SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        var smtp = options.Value.Smtp;
        using var message = mail.ToMessage(options.Value.From);
        using var client = new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.UseTls };
        if (smtp.User is { Length: > 0 })
        {
            client.Credentials = new NetworkCredential(smtp.User, smtp.Password);
        }

        await client.SendMailAsync(message, cancellation);
    }
}
