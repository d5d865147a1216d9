using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Database;

/// <summary>How small lists are kept as JSON in a column: readable letters, enums by name, ids as text.</summary>
internal static class StorageJson
{
    /// <summary>How values are stored as JSON: camel case, enums by name, letters unescaped.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(), new HumaIdJson(), new XledgerIdJson() },
    };

    /// <summary>The same for writing without a serializer.</summary>
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private sealed class HumaIdJson : JsonConverter<HumaId>
    {
        public override HumaId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, HumaId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    private sealed class XledgerIdJson : JsonConverter<XledgerId>
    {
        public override XledgerId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, XledgerId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
