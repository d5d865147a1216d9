using MimeKit;

namespace HumaXledger.Portal.Mail;

/// <summary>One .eml file of the pickup folder.</summary>
public sealed record PickedUpMail(
    string File,
    DateTime At,
    string From,
    string To,
    string Subject,
    string? Html,
    string? Text
)
{
    /// <summary>Reads an .eml file. One that is no mail has empty headers and no content.</summary>
    public static async Task<PickedUpMail> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        using var message = await LoadAsync(file, cancellation);
        return new PickedUpMail(
            file.Name,
            file.LastWriteTimeUtc,
            message.From.ToString(),
            message.To.ToString(),
            message.Subject ?? "",
            message.HtmlBody,
            message.TextBody
        );
    }

    public override string ToString() => File;

    private static async Task<MimeMessage> LoadAsync(FileInfo file, CancellationToken cancellation)
    {
        try
        {
            return await MimeMessage.LoadAsync(file.FullName, cancellation);
        }
        catch (FormatException)
        {
            return new MimeMessage();
        }
    }
}
