using System.Globalization;
using System.Text.Json;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// Reads JSON whose shape is promised by nobody: what is missing or of another kind is null, never an exception
/// (contracts/huma.md: the interface is a pilot).
/// </summary>
internal static class Lenient
{
    public static JsonElement? Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var property) ? property : null;

    public static string? Text(this JsonElement element, string name) => element.Property(name)?.AsText();

    public static bool? Flag(this JsonElement element, string name) =>
        element.Property(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    public static int? Number(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value)
            ? value
            : null;

    /// <summary>The items of an array; none where there is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Entries(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject() : [];

    /// <summary>A string, or the digits of a number; null for anything else.</summary>
    public static string? AsText(this JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: JSON allows it, text does not.
            return null;
        }
    }

    /// <summary><c>yyyy-MM-dd</c>, also where a time follows; null where it is no date.</summary>
    public static string? AsDate(this JsonElement element) =>
        element.AsText() is { Length: >= 10 } text
        && DateOnly.TryParseExact(
            text.AsSpan(0, 10),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out _
        )
        && (text.Length == 10 || text[10] == 'T')
            ? text[..10]
            : null;

    /// <summary>A UUID in lower case where it is one, else the text itself: the one spelling of an id.</summary>
    public static string? Id(this JsonElement element, string name = "id") =>
        element.Text(name) switch
        {
            null or "" => null,
            var text => Guid.TryParse(text, out var id) ? id.ToString("D") : text,
        };
}
