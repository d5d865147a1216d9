using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.Xledger.Wire;

/// <summary>The JSON settings for Xledger.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new TextOfAnything() },
    };

    /// <summary>A text or number as text; null for anything else.</summary>
    public static string? TextOf(JsonElement? element) =>
        element is not { } value
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.String => Readable(value),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            };

    private static string Readable(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unreadable;
        }
    }

    // An unpaired surrogate, or bytes that are not UTF-8, cannot become text: the replacement character is refused
    // wherever it would be written. They must not fail the whole read, and never look empty.
    private const string Unreadable = "\uFFFD";

    /// <summary>
    /// A dbId is a number in some types and a string in others (contracts/xledger.md 2.5): both are read as text.
    /// </summary>
    private sealed class TextOfAnything : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType switch
            {
                JsonTokenType.String => Text(ref reader),
                JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(
                    reader.HasValueSequence
                        ? System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence)
                        : reader.ValueSpan
                ),
                JsonTokenType.True => "true",
                JsonTokenType.False => "false",
                _ => throw new JsonException(),
            };

        private static string? Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return Unreadable;
            }
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }
}
