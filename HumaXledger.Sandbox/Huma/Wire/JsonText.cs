using System.Globalization;
using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>Writes properties that are omitted when empty.</summary>
internal static class JsonText
{
    /// <summary>Omitted for null.</summary>
    public static void WriteIfAny(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    /// <summary>As <c>yyyy-MM-dd</c>; omitted for null.</summary>
    public static void WriteIfAny(this Utf8JsonWriter json, string name, DateOnly? value) =>
        json.WriteIfAny(name, Text(value));

    /// <summary>As an ISO 8601 timestamp; omitted for null.</summary>
    public static void WriteIfAny(this Utf8JsonWriter json, string name, DateTimeOffset? value) =>
        json.WriteIfAny(
            name,
            value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        );

    /// <summary><c>yyyy-MM-dd</c>, or null.</summary>
    public static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
