namespace HumaXledger.Core.Reasons;

/// <summary>Results of messages from Huma's webhook.</summary>
public static class WebhookReasons
{
    /// <summary>A message had an unknown topic.</summary>
    public const string TopicUnknown = "message.topicUnknown";

    /// <summary>A message had no list of users.</summary>
    public const string MessageWithoutUsers = "message.noUsers";

    /// <summary>Entries without a usable id were skipped. Arguments: how many.</summary>
    public const string MessageWithoutIds = "message.withoutIds";
}
