using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Webhooks;

/// <summary>What a message tells of, by its topic (contracts/huma.md 3.2).</summary>
public enum HumaEvent
{
    Created,
    Updated,
    Deleted,
    Exported,

    /// <summary>A topic that is not documented.</summary>
    Unknown,
}

/// <summary>
/// One message of Huma's webhook. Of each person only the id is taken: what is true is read from the profile.
/// </summary>
/// <param name="People">Each once, in the order of the message; nobody where there is no list <c>users</c>.</param>
/// <param name="WithoutId">Entries of <c>users</c> that name nobody: no UUID in their <c>id</c>.</param>
public sealed record HumaMessage(string Topic, HumaEvent Event, IReadOnlyList<HumaId> People, int WithoutId)
{
    /// <summary>The header that repeats the body's <c>topic</c>.</summary>
    public const string TopicHeader = "huma-topic";

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
