namespace HumaXledger.Core.Reasons;

/// <summary>Problems that administrators are alerted to.</summary>
public static class AlertReasons
{
    /// <summary>Huma cannot be reached or refuses. Code and arguments of the reason why.</summary>
    public const string Huma = "alert.huma";

    /// <summary>Xledger cannot be reached or refuses. Code and arguments of the reason why.</summary>
    public const string Xledger = "alert.xledger";

    /// <summary>A guard holds back what would be written by itself. How many people.</summary>
    public const string GuardHolds = "alert.guardHolds";

    /// <summary>Changes of people could not be written and wait for an administrator. How many people.</summary>
    public const string PeopleFailed = "alert.peopleFailed";

    /// <summary>People changed in Huma, and no message came. How many people, for how many days none came.</summary>
    public const string WebhookSilent = "alert.webhookSilent";

    /// <summary>A drift check found more than the connection's limit. How many differences, the limit.</summary>
    public const string Drift = "alert.drift";

    /// <summary>Xledger's monthly allowance is nearly used up. Requests used, requests included.</summary>
    public const string AllowanceNear = "alert.allowanceNear";

    /// <summary>Xledger's monthly allowance is used up. Requests used, requests included.</summary>
    public const string AllowanceUsedUp = "alert.allowanceUsedUp";

    /// <summary>The stored key or token cannot be decrypted.</summary>
    public const string SecretUnreadable = "connection.secretUnreadable";

    /// <summary>
    /// What a comparison had read can no longer be decrypted: the key ring it was sealed with is lost.
    /// </summary>
    public const string ComparisonUnreadable = "comparison.unreadable";

    /// <summary>The planned value can no longer be decrypted; nothing is written in its place.</summary>
    public const string ValueUnreadable = "change.valueUnreadable";
}
