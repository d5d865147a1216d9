using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace HumaXledger.Portal.Mail;

/// <summary>A mail to one person, as HTML and as plain text with the same content.</summary>
public sealed record MailMessage(string To, string Subject, string Html, string Text)
{
    /// <summary>
    /// Identifies what the mail is about: sent again after a crash it has the same Message-ID, so that mail programs
    /// show one copy.
    /// </summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <exception cref="ArgumentException">The address is invalid, or a header holds a line break, which could inject
    /// another header.</exception>
    internal System.Net.Mail.MailMessage ToMessage(string from)
    {
        if (To.Any(char.IsControl) || !MailAddress.TryCreate(To, out var to))
        {
            throw new InvalidOperationException("The recipient is not an e-mail address.");
        }

        if (Subject.Any(char.IsControl))
        {
            throw new InvalidOperationException("The subject holds a line break or another control character.");
        }

        var message = new System.Net.Mail.MailMessage(new MailAddress(from), to)
        {
            Subject = Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{Id:N}@{message.From!.Host}>");
        // Mail programs prefer the last alternative (RFC 2046, 5.1.4).
        message.AlternateViews.Add(
            AlternateView.CreateAlternateViewFromString(Text, Encoding.UTF8, MediaTypeNames.Text.Plain)
        );
        message.AlternateViews.Add(
            AlternateView.CreateAlternateViewFromString(Html, Encoding.UTF8, MediaTypeNames.Text.Html)
        );
        return message;
    }

    // Mails may name people, so their content must not end up in a log.
    public override string ToString() => "MailMessage";
}
