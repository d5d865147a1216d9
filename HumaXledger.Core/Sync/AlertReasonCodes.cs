namespace HumaXledger.Core.People;

/// <content>Problems that administrators are told of (<see cref="Storage.Alert.Problem"/>).</content>
public static partial class ReasonCodes
{
    /// <summary>Huma cannot be reached or refuses. Code and arguments of the reason why.</summary>
    public const string AlertHuma = "alert.huma";

    /// <summary>Xledger cannot be reached or refuses. Code and arguments of the reason why.</summary>
    public const string AlertXledger = "alert.xledger";

    /// <summary>A guard holds back what would be written by itself. How many people.</summary>
    public const string AlertGuardHolds = "alert.guardHolds";

    /// <summary>Changes of people could not be written and wait for somebody. How many people.</summary>
    public const string AlertPeopleFailed = "alert.peopleFailed";

    /// <summary>People changed in Huma, and no message came. How many people, for how many days none came.</summary>
    public const string AlertWebhookSilent = "alert.webhookSilent";

    /// <summary>A drift check found more than the connection's limit. How many differences, the limit.</summary>
    public const string AlertDrift = "alert.drift";

    /// <summary>Xledger's monthly allowance is nearly used up. Requests used, requests included.</summary>
    public const string AlertAllowanceNear = "alert.allowanceNear";

    /// <summary>Xledger's monthly allowance is used up. Requests used, requests included.</summary>
    public const string AlertAllowanceUsedUp = "alert.allowanceUsedUp";

    /// <summary>The stored key or token cannot be decrypted.</summary>
    public const string SecretUnreadable = "connection.secretUnreadable";

    /// <summary>What a comparison had read can no longer be decrypted: the key ring it was sealed with is lost.</summary>
    public const string ComparisonUnreadable = "comparison.unreadable";

    /// <summary>The planned value can no longer be decrypted; nothing is written in its place.</summary>
    public const string ValueUnreadable = "change.valueUnreadable";
}
