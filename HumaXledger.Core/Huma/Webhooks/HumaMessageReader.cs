using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Webhooks;

/// <summary>Why a webhook message could not be read.</summary>
public enum HumaMessageFault
{
    None,

    /// <summary>
    /// Not a JSON object in UTF-8, truncated, or nested deeper than <see cref="HumaMessageReader.MaxDepth"/>.
    /// </summary>
    NotJson,

    /// <summary>Header and body have different topics, or one has none.</summary>
    TopicDiffers,
}

/// <summary>
/// Reads <c>{ "topic": …, "users": [ { "id": … } ] }</c> (contracts/huma.md 3.3) and ignores everything else: unknown
/// properties, repeated properties and malformed entries are harmless.
/// </summary>
public static class HumaMessageReader
{
    /// <summary>Far deeper than any profile, and shallow enough for the stack.</summary>
    public const int MaxDepth = 64;

    /// <summary>Topics are short words; a longer one is invalid.</summary>
    public const int LongestTopic = 200;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a message; <paramref name="fault"/> states why it cannot be read.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> body,
        string? topicHeader,
        [NotNullWhen(true)] out HumaMessage? message,
        out HumaMessageFault fault
    )
    {
        message = null;
        if (Parse(body) is not { } document)
        {
            fault = HumaMessageFault.NotJson;
            return false;
        }

        using (document)
        {
            fault =
                document.RootElement.ValueKind != JsonValueKind.Object ? HumaMessageFault.NotJson
                : IsTopic(topicHeader) && Topics(document.RootElement, topicHeader) ? HumaMessageFault.None
                : HumaMessageFault.TopicDiffers;
            if (fault == HumaMessageFault.None)
            {
                message = Read(document.RootElement, topicHeader!);
            }
        }

        return message is not null;
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        // The JSON parser validates strings only when they are read.
        if (!Utf8.IsValid(body.Span))
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(
                JsonHalves.Replaced(
                    body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body
                ),
                Options
            );
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsTopic([NotNullWhen(true)] string? topic) =>
        topic is { Length: > 0 and <= LongestTopic } && !topic.Any(char.IsControl);

    // A repeated topic must have the same value.
    private static bool Topics(JsonElement root, string header)
    {
        var topics = root.EnumerateObject().Where(property => property.NameEquals("topic")).ToList();
        return topics.Count > 0
            && topics.TrueForAll(topic =>
                topic.Value.ValueKind == JsonValueKind.String && topic.Value.ValueEquals(header)
            );
    }

    private static HumaMessage Read(JsonElement root, string topic)
    {
        var people = new List<HumaId>();
        var seen = new HashSet<Guid>();
        var withoutId = 0;
        foreach (
            var users in root.EnumerateObject()
                .Where(property => property.NameEquals("users") && property.Value.ValueKind == JsonValueKind.Array)
        )
        {
            foreach (var user in users.Value.EnumerateArray())
            {
                if (IdOf(user) is not { } id)
                {
                    withoutId++;
                }
                else if (seen.Add(id))
                {
                    people.Add(new HumaId(id.ToString("D")));
                }
            }
        }

        return new HumaMessage(topic, HumaMessage.EventOf(topic), people, withoutId);
    }

    private static Guid? IdOf(JsonElement user) =>
        user.ValueKind == JsonValueKind.Object
        && user.TryGetProperty("id", out var text)
        && text.ValueKind == JsonValueKind.String
        && Guid.TryParseExact(text.GetString(), "D", out var id)
        && id != Guid.Empty
            ? id
            : null;
}
