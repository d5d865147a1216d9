using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People;

/// <summary>
/// How values with parts are kept as text: compact JSON in a fixed order, readable letters, no nulls.
/// </summary>
internal static class FieldJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static T? TryRead<T>(string text)
        where T : class
    {
        var json = Unseen.Written(text);
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
            // ArgumentException: half a surrogate pair, which no JSON can hold.
            return null;
        }
    }
}
