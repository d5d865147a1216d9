using HumaXledger.Core.Reasons;
using Microsoft.Extensions.Options;
using MimeKit;

namespace HumaXledger.Portal.Mail;

/// <summary>Writes each mail as an .eml file into a folder, which the Portal's Mail page shows.</summary>
public sealed class PickupMail(IOptions<MailOptions> options, TimeProvider clock) : IMailSender
{
    public bool IsOn => true;

    public async Task SendAsync(MailMessage mail, CancellationToken cancellation)
    {
        using var message = mail.ToMime(options.Value.From, clock.GetUtcNow());
        message.Prepare(EncodingConstraint.SevenBit);
        try
        {
            var folder = Directory.CreateDirectory(options.Value.PickupFolder).FullName;
            // Written to a temporary file and moved: a reader never finds half a mail, and the same mail replaces its
            // file.
            var aside = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            try
            {
                await message.WriteToAsync(aside, cancellation);
                File.Move(aside, Path.Combine(folder, $"{mail.Id:N}.eml"), overwrite: true);
            }
            finally
            {
                File.Delete(aside);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MailNotSent(new Reason(MailReasons.Folder), cause: fault);
        }
    }
}
