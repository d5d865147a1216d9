using System.ComponentModel.DataAnnotations;

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

        if (MailMessage.Address(From) is null)
        {
            yield return new ValidationResult(
                "Mail:From must be an e-mail address, for instance \"HumaXledger <no-reply@example.com>\"."
            );
        }

        if (Mode == MailMode.Pickup && string.IsNullOrWhiteSpace(PickupFolder))
        {
            yield return new ValidationResult("Mail:PickupFolder must name a folder when Mail:Mode is Pickup.");
        }

        foreach (var problem in Mode == MailMode.Smtp ? Smtp.Problems() : [])
        {
            yield return new ValidationResult(problem);
        }
    }
}
