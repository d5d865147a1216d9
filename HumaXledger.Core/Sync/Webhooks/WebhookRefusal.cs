namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>
/// Why a message at the webhook's address was refused, as the activity log records it. The sender gets a status and
/// nothing more.
/// </summary>
public enum WebhookRefusal
{
    /// <summary>Signature or access token missing or wrong.</summary>
    Unauthorized,

    /// <summary>No JSON, cut off or nested too deep.</summary>
    NotJson,

    /// <summary>The topic of the header was not that of the body.</summary>
    TopicDiffers,

    /// <summary>Not said to be JSON in UTF-8.</summary>
    ContentType,

    TooLarge,

    TooMany,

    /// <summary>The connection was ended.</summary>
    Ended,
}
