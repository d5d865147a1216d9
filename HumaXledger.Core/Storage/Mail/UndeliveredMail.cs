using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Storage.Mail;

/// <summary>
/// A mail that the mail server did not accept. It holds no content: the mail is rendered anew each time it is sent.
/// Removed once the mail was sent, when the alert that it is about is over, or <see cref="Kept"/> after it was given
/// up.
/// </summary>
public sealed class UndeliveredMail
{
    /// <summary>How long a mail that is not tried again is listed.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Key: the id of the mail, from which its Message-ID is made.</summary>
    public Guid Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The run whose result it is; null for a mail about an alert.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The alert; null for a result.</summary>
    public long? AlertId { get; init; }

    /// <summary>Address of the recipient.</summary>
    public required string Recipient { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; set; }

    /// <summary>When it was tried first.</summary>
    public DateTime FirstAttemptAt { get; init; }

    /// <summary>When it was tried last.</summary>
    public DateTime LastAttemptAt { get; set; }

    /// <summary>When it is tried again; null: never, because the refusal is permanent or too old.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>Why the last attempt failed.</summary>
    public required Reason Reason { get; set; }
}
