using System.Globalization;
using System.Text.Json;

namespace HumaXledger.Core.Huma.Wire;

/// <summary>
/// Reads JSON whose shape is not guaranteed: a missing value or one of another kind is null and never an exception
/// (contracts/huma.md: the interface is a pilot).
/// </summary>
internal static class Lenient
{
    /// <summary>A property of an object, or null.</summary>
    public static JsonElement? Property(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var property) ? property : null;

    /// <summary>A property as text, or null.</summary>
    public static string? Text(this JsonElement element, string name) => element.Property(name)?.AsText();

    /// <summary>A property as a boolean, or null.</summary>
    public static bool? Flag(this JsonElement element, string name) =>
        element.Property(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>A property as a 32-bit integer, or null.</summary>
    public static int? Number(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value)
            ? value
            : null;

    /// <summary>The items of an array; empty where there is none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The properties of an object; empty where there is none.</summary>
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
            // An unpaired surrogate: JSON can escape it, text cannot have it.
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

    /// <summary>The longest text that is taken for an id, in characters. Those of Huma are UUIDs.</summary>
    public const int LongestId = 200;

    /// <summary>
    /// The canonical spelling of an id: a UUID in lower case, else the text itself. Null where it cannot be one: it is
    /// empty, longer than <see cref="LongestId"/>, a step in a path, or holds a control character.
    /// </summary>
    public static string? Id(this JsonElement element, string name = "id") =>
        element.Text(name) switch
        {
            null or "" or "." or ".." or { Length: > LongestId } => null,
            var text when text.Any(char.IsControl) => null,
            var text => Guid.TryParse(text, out var id) ? id.ToString("D") : text,
        };
}
