using System.Text.Json;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Field values as they are stored: an object by field name; a field that is left out is unknown, null is empty, else a
/// string.
/// </summary>
internal static class FieldValuesJson
{
    private static readonly JsonEncodedText[] Names =
    [
        .. FieldRules.All.Select(rules => JsonEncodedText.Encode(rules.Name)),
    ];

    private static readonly JsonEncodedText Sealed = JsonEncodedText.Encode("sealed");

    /// <summary>The field's name as a JSON property, escaped once.</summary>
    public static JsonEncodedText Name(Field field) => Names[(int)field];

    /// <param name="values">Those in <paramref name="closed"/> are left out.</param>
    /// <param name="closed">Values that are sealed.</param>
    public static void Write(Utf8JsonWriter json, FieldValues values, string? closed = null)
    {
        json.WriteStartObject();
        foreach (var rules in FieldRules.All)
        {
            var value = values[rules.Field];
            if (!(closed is not null && value is FieldValue.Closed) && value.IsKnown)
            {
                json.WriteString(Name(rules.Field), value.TextOrNull);
            }
        }

        if (closed is not null)
        {
            json.WriteString(Sealed, closed);
        }

        json.WriteEndObject();
    }

    /// <summary>The sensitive values that hold something.</summary>
    public static void WriteSensitive(Utf8JsonWriter json, FieldValues values)
    {
        json.WriteStartObject();
        foreach (var rules in FieldRules.All)
        {
            if (rules.Sensitive && values[rules.Field] is FieldValue.Of(var text))
            {
                json.WriteString(Name(rules.Field), text);
            }
        }

        json.WriteEndObject();
    }

    /// <inheritdoc cref="Read(ref Utf8JsonReader, SharedValues?, out string?)"/>
    public static FieldValues Read(ref Utf8JsonReader json, SharedValues? shared = null) =>
        Read(ref json, shared, out _);

    /// <inheritdoc cref="Read(ref Utf8JsonReader, SharedValues?, out string?)"/>
    public static FieldValues Read(ref Utf8JsonReader json, out string? closed) => Read(ref json, null, out closed);

    /// <summary>
    /// Reads the object that the reader stands on, up to its end. A field that this version does not know is left out.
    /// </summary>
    private static FieldValues Read(ref Utf8JsonReader json, SharedValues? shared, out string? closed)
    {
        closed = null;
        var values = new FieldValue[Names.Length];
        Array.Fill(values, FieldValue.NotKnown);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = Find(ref json);
            var isClosed = field is null && json.ValueTextEquals(Sealed.EncodedUtf8Bytes);
            json.Read();
            if (isClosed)
            {
                closed = json.GetString();
            }
            else if (field is { } known)
            {
                values[(int)known] = shared is null ? ReadValue(ref json) : shared.Read(known, ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return FieldValues.Of(values);
    }

    /// <summary>Null is empty, a string a value.</summary>
    public static FieldValue ReadValue(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Null ? FieldValue.Nothing : new FieldValue.Of(json.GetString()!);

    /// <summary>The field whose name the reader stands on, or null.</summary>
    public static Field? Find(ref Utf8JsonReader json)
    {
        for (var index = 0; index < Names.Length; index++)
        {
            if (json.ValueTextEquals(Names[index].EncodedUtf8Bytes))
            {
                return (Field)index;
            }
        }

        return null;
    }
}
