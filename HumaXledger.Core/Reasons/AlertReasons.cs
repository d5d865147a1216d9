namespace HumaXledger.Core.Reasons;

/// <summary>Problems that administrators are notified of.</summary>
public static class AlertReasons
{
    /// <summary>Huma cannot be reached or refuses. Arguments: code and arguments of the cause.</summary>
    public const string Huma = "alert.huma";

    /// <summary>Xledger cannot be reached or refuses. Arguments: code and arguments of the cause.</summary>
    public const string Xledger = "alert.xledger";

    /// <summary>A guard holds automatic writes. Arguments: the number of people.</summary>
    public const string GuardHolds = "alert.guardHolds";

    /// <summary>
    /// Changes of people could not be written and need an administrator. Arguments: the number of people.
    /// </summary>
    public const string PeopleFailed = "alert.peopleFailed";

    /// <summary>
    /// People changed in Huma without a webhook message. Arguments: the number of people, the days without a message.
    /// </summary>
    public const string WebhookSilent = "alert.webhookSilent";

    /// <summary>
    /// People changed in Huma without a message, and nothing brings their changes. Arguments: the number of people.
    /// </summary>
    public const string MissedChanges = "alert.missedChanges";

    /// <summary>
    /// A difference check found more than the connection's limit. Arguments: the number of differences, the limit.
    /// </summary>
    public const string Drift = "alert.drift";

    /// <summary>Xledger's monthly allowance is nearly used up. Arguments: requests used, requests included.</summary>
    public const string AllowanceNear = "alert.allowanceNear";

    /// <summary>Xledger's monthly allowance is used up. Arguments: requests used, requests included.</summary>
    public const string AllowanceUsedUp = "alert.allowanceUsedUp";

    /// <summary>The stored key or token cannot be decrypted.</summary>
    public const string SecretUnreadable = "connection.secretUnreadable";

    /// <summary>The data of a comparison cannot be decrypted: the key ring that encrypted it is lost.</summary>
    public const string ComparisonUnreadable = "comparison.unreadable";

    /// <summary>The planned value cannot be decrypted; nothing is written instead.</summary>
    public const string ValueUnreadable = "change.valueUnreadable";

    /// <summary>The planned value was sealed for another row or changed; nothing is written.</summary>
    public const string ValueMisplaced = "change.valueMisplaced";

    /// <summary>
    /// Stored values do not belong where they are: the database was changed past the product. Arguments: how many.
    /// </summary>
    public const string ValuesMisplaced = "alert.valuesMisplaced";
}
