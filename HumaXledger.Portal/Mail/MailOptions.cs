using System.ComponentModel.DataAnnotations;
using System.Net.Mail;

namespace HumaXledger.Portal.Mail;

/// <summary>Where mail goes (<c>Mail:Mode</c>).</summary>
public enum MailMode
{
    /// <summary>Nowhere; the result stays on its page.</summary>
    Off,

    /// <summary>Into <c>Mail:PickupFolder</c> as .eml files.</summary>
    Pickup,

    /// <summary>Through the server of <c>Mail:Smtp</c>.</summary>
    Smtp,
}

/// <summary>Mail about results and alerts.</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>No mail, files in a folder that the Mail page shows, or a mail server.</summary>
    public MailMode Mode { get; set; } = MailMode.Off;

    /// <summary>
    /// Folder of the .eml files in mode <c>Pickup</c>, relative to the working directory; created when missing.
    /// </summary>
    public string PickupFolder { get; set; } = ".data/mail";

    /// <summary>The sender, with or without a name. Required unless the mode is <c>Off</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>The mail server of mode <c>Smtp</c>.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Mode == MailMode.Off)
        {
            yield break;
        }

        if (!MailAddress.TryCreate(From, out _) || From.Any(char.IsControl))
        {
            yield return new ValidationResult(
                "Mail:From must be an e-mail address, for instance \"HumaXledger <no-reply@example.com>\"."
            );
        }

        if (Mode == MailMode.Pickup && string.IsNullOrWhiteSpace(PickupFolder))
        {
            yield return new ValidationResult("Mail:PickupFolder must name a folder when Mail:Mode is Pickup.");
        }

        if (Mode == MailMode.Smtp && string.IsNullOrWhiteSpace(Smtp.Host))
        {
            yield return new ValidationResult("Mail:Smtp:Host must name the mail server when Mail:Mode is Smtp.");
        }

        if (Mode == MailMode.Smtp && Smtp.Port is < 1 or > 65535)
        {
            yield return new ValidationResult("Mail:Smtp:Port must be between 1 and 65535.");
        }

        if (Mode == MailMode.Smtp && string.IsNullOrEmpty(Smtp.User) != string.IsNullOrEmpty(Smtp.Password))
        {
            yield return new ValidationResult(
                "Mail:Smtp:User and Mail:Smtp:Password go together; leave both out for a server that asks for neither."
            );
        }
    }
}

/// <summary>The mail server.</summary>
public sealed class SmtpOptions
{
    /// <summary>Host name of the server.</summary>
    public string Host { get; set; } = "";

    /// <summary>Port of the server, 1 to 65535.</summary>
    public int Port { get; set; } = 587;

    /// <summary>User name, if the server requires one.</summary>
    public string? User { get; set; }

    /// <summary>Password of the user. Set it as an environment variable, not in a file.</summary>
    public string? Password { get; set; }

    /// <summary>STARTTLS. Turn it off only for a server on the same machine.</summary>
    public bool UseTls { get; set; } = true;
}
