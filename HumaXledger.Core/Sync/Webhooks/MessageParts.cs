using System.Text;
using System.Text.Json;
using HumaXledger.Core.Huma.Webhooks;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>
/// What a message of Huma's webhook says of one person. A message may name several people, and its shape is not
/// certain.
/// </summary>
internal static class MessageParts
{
    /// <summary>
    /// The smallest JSON objects that hold one of these texts, as they came; the whole message where it is no JSON and
    /// holds one.
    /// </summary>
    /// <param name="texts">The person's id and names; case does not matter.</param>
    public static IReadOnlyList<string> Of(byte[] body, IReadOnlyCollection<string> texts)
    {
        var wanted = texts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        try
        {
            var start = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            using var document = JsonDocument.Parse(
                JsonHalves.Replaced(body.AsMemory(start)),
                new JsonDocumentOptions { MaxDepth = HumaMessageReader.MaxDepth }
            );
            var found = new List<string>();
            Collect(document.RootElement, wanted, found);
            return found;
        }
        catch (JsonException)
        {
            // Cut off.
            var text = Encoding.UTF8.GetString(body);
            return wanted.Any(one => text.Contains(one, StringComparison.OrdinalIgnoreCase)) ? [text] : [];
        }
    }

    private static bool Collect(JsonElement element, HashSet<string> wanted, List<string> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return wanted.Contains(element.GetString()!);
            case JsonValueKind.Array:
                var inside = false;
                foreach (var item in element.EnumerateArray())
                {
                    inside |= Collect(item, wanted, found);
                }

                return inside;
            case JsonValueKind.Object:
                var direct = false;
                foreach (var property in element.EnumerateObject())
                {
                    direct |= Collect(property.Value, wanted, found);
                }

                if (direct)
                {
                    found.Add(element.GetRawText());
                }

                return false;
            default:
                return false;
        }
    }
}
