using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using MimeKit;
using MimeKit.Text;

namespace HumaXledger.Portal.Mail;

/// <summary>What a mail is about; its <c>List-Id</c>, by which mail programs can sort.</summary>
public enum MailList
{
    /// <summary>Results of runs.</summary>
    Results,

    /// <summary>Alerts, and that they are over.</summary>
    Alerts,
}

/// <summary>A mail to one person, as HTML and as plain text with the same content.</summary>
public sealed record MailMessage(MailList List, string To, string Subject, string Html, string Text)
{
    /// <summary>The longest subject in characters (RFC 5322, 2.1.1: a line has at most 998).</summary>
    internal const int LongestSubject = 500;

    // "a@example.com, b@example.com" and an address without a domain are refused.
    private static readonly ParserOptions OneFullAddress = new() { AllowAddressesWithoutDomain = false };

    /// <summary>
    /// Identifies what the mail is about: sent again after a crash it has the same Message-ID, so that mail programs
    /// show one copy.
    /// </summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>Parses an address, with or without a name; null when it is none.</summary>
    internal static MailboxAddress? Address(string text) =>
        !text.Any(char.IsControl) && MailboxAddress.TryParse(OneFullAddress, text, out var address) ? address : null;

    /// <param name="from">Address of the sender.</param>
    /// <param name="date">The <c>Date</c> header.</param>
    /// <exception cref="MailNotSent">The address is invalid, or the subject is not one line, which could inject another
    /// header.</exception>
    internal MimeMessage ToMime(string from, DateTimeOffset date)
    {
        if (Address(To) is not { } to || !GivenText.IsUsable(Subject, LongestSubject))
        {
            throw new MailNotSent(new Reason(MailReasons.Invalid), isPermanent: true);
        }

        var sender = Address(from)!;
        // A domain outside ASCII in its encoded form.
        var domain = MailboxAddress.EncodeAddrspec($"x@{sender.Domain}")[2..];
        var message = new MimeMessage
        {
            Subject = Subject,
            Date = date,
            MessageId = $"{Id:N}@{domain}",
            // Mail programs prefer the last alternative (RFC 2046, 5.1.4).
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = Text },
                new TextPart(TextFormat.Html) { Text = Html },
            },
        };
        message.From.Add(sender);
        message.To.Add(to);
        message.Headers.Add(HeaderId.ListId, $"<{List.ToString().ToLowerInvariant()}.humaxledger.{domain}>");
        // No out-of-office replies (RFC 3834).
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    // Mails may name people, so their content must not end up in a log.
    public override string ToString() => nameof(MailMessage);
}
