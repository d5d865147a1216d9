using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People;

/// <summary>
/// Makes serialization of a bare value fail, so that no container leaks it. Code that stores or exports values writes
/// each one by its field, masked or encrypted as required.
/// </summary>
internal sealed class UnwrittenJson : JsonConverter<FieldValue>
{
    private const string Why =
        "A personal value must not be serialized as it is: write it by its field, masked or encrypted.";

    public override bool CanConvert(Type typeToConvert) => typeof(FieldValue).IsAssignableFrom(typeToConvert);

    public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(Why);

    public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options) =>
        throw new NotSupportedException(Why);
}
