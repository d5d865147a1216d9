using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>What the product offers against a problem.</summary>
public enum AlertRemedy
{
    /// <summary>The changes of Huma that no message announced can be written to Xledger.</summary>
    BringMissedChanges,
}

/// <summary>
/// One problem of one connection, from when it was noticed until it was over. At most one is open of a kind; each is
/// mailed once, and once more when it is over.
/// </summary>
public sealed class Alert
{
    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The connection with the problem.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The problem: a code of <c>AlertReasons</c>, which has a sentence for each.</summary>
    public required string Problem { get; init; }

    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>Why, where the problem's own sentence does not say all; else null.</summary>
    public Reason? Why { get; set; }

    /// <summary>What an administrator can do about it where it is shown; null for nothing.</summary>
    public AlertRemedy? Remedy { get; init; }

    /// <summary>When the problem was first noticed.</summary>
    public DateTime OpenedAt { get; init; }

    /// <summary>When the recipients were mailed; null if not yet.</summary>
    public DateTime? MailedAt { get; set; }

    /// <summary>When the problem was over; null while it lasts.</summary>
    public DateTime? ClosedAt { get; set; }

    /// <summary>When the recipients were mailed that it is over.</summary>
    public DateTime? OverMailedAt { get; set; }
}

/// <summary>An administrator who gets mails about problems.</summary>
/// <param name="Culture">Language and region of the mail, e.g. <c>nb-NO</c>.</param>
public sealed record AlertRecipient(string Email, string Culture);
