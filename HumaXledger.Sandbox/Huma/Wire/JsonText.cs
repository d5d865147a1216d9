using System.Globalization;
using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>Properties that are left out when they hold nothing.</summary>
internal static class JsonText
{
    public static void WriteIfAny(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    public static void WriteIfAny(this Utf8JsonWriter json, string name, DateOnly? value) =>
        json.WriteIfAny(name, Text(value));

    public static void WriteIfAny(this Utf8JsonWriter json, string name, DateTimeOffset? value) =>
        json.WriteIfAny(
            name,
            value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        );

    public static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
