using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People;

/// <summary>The text form of values with parts: compact JSON in a fixed order, letters unescaped, no nulls.</summary>
internal static class FieldJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Reads such a text; null when it is not JSON of this type.</summary>
    public static T? TryRead<T>(string text)
        where T : class
    {
        var json = InvisibleCharacters.Written(text);
        if (!json.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            // ArgumentException: an unpaired surrogate, which JSON cannot represent.
            return null;
        }
    }
}
