using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace HumaXledger.Portal.Mail;

/// <summary>A mail to one person, as HTML and as plain text with the same content.</summary>
public sealed record Letter(string To, string Subject, string Html, string Text)
{
    /// <summary>What the letter is about. Sent again after a crash it bears the same Message-ID, by which mail programs take two copies for one.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <exception cref="ArgumentException">The address is none, or a header holds a line break: a header must not be able to add another.</exception>
    internal MailMessage ToMessage(string from)
    {
        if (To.Any(char.IsControl) || !MailAddress.TryCreate(To, out var to))
        {
            throw new ArgumentException("The recipient is not an e-mail address.", nameof(To));
        }

        if (Subject.Any(char.IsControl))
        {
            throw new ArgumentException("The subject holds a line break or another control character.", nameof(Subject));
        }

        var message = new MailMessage(new MailAddress(from), to)
        {
            Subject = Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{Id:N}@{message.From!.Host}>");
        // The last alternative is the one a mail program prefers (RFC 2046, 5.1.4).
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Text, Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }

    // A mail may name people: it does not print itself into a log.
    public override string ToString() => "a letter";
}
