namespace HumaXledger.Core.Reasons;

/// <summary>Results of messages that Huma's webhook sent.</summary>
public static class WebhookReasons
{
    /// <summary>A message carried an unknown topic.</summary>
    public const string TopicUnknown = "message.topicUnknown";

    /// <summary>A message had no list of users.</summary>
    public const string MessageWithoutUsers = "message.noUsers";

    /// <summary>Entries without an id that could be used were passed over. How many.</summary>
    public const string MessageWithoutIds = "message.withoutIds";
}
