using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Webhooks;

/// <summary>The event of a webhook message, by its topic (contracts/huma.md 3.2).</summary>
public enum HumaEvent
{
    Created,
    Updated,
    Deleted,
    Exported,

    /// <summary>An undocumented topic.</summary>
    Unknown,
}

/// <summary>
/// One message of Huma's webhook. Only the people's ids are used: the values are read from the profile.
/// </summary>
/// <param name="Topic">Huma's topic, such as <c>users-update</c>.</param>
/// <param name="Event">The event that the topic means.</param>
/// <param name="People">Each once, in the order of the message; empty without a list <c>users</c>.</param>
/// <param name="WithoutId">The number of entries of <c>users</c> whose <c>id</c> is no UUID.</param>
public sealed record HumaMessage(string Topic, HumaEvent Event, IReadOnlyList<HumaId> People, int WithoutId)
{
    /// <summary>The header that repeats the body's <c>topic</c>.</summary>
    public const string TopicHeader = "huma-topic";

    /// <summary>The event of a topic.</summary>
    public static HumaEvent EventOf(string topic) =>
        topic switch
        {
            "users-create" => HumaEvent.Created,
            "users-update" => HumaEvent.Updated,
            "users-delete" => HumaEvent.Deleted,
            "users-export" => HumaEvent.Exported,
            _ => HumaEvent.Unknown,
        };
}
