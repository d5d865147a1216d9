using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People;

/// <summary>
/// Keeps a value from being serialized together with whatever holds it. What stores or exports values writes each by
/// its field, masked or sealed as it has to be.
/// </summary>
internal sealed class UnwrittenJson : JsonConverter<FieldValue>
{
    private const string Why = "A value of a person is not serialized as it is.";

    public override bool CanConvert(Type typeToConvert) => typeof(FieldValue).IsAssignableFrom(typeToConvert);

    public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(Why);

    public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options) =>
        throw new NotSupportedException(Why);
}
