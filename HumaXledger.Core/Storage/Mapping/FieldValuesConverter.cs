using System.Text;
using System.Text.Json;
using HumaXledger.Core.People;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>Fifteen values as one JSON object by field name: left out is unknown, null is empty.</summary>
internal sealed class FieldValuesConverter() : ValueConverter<FieldValues, string>(values => Write(values), text => Read(text))
{
    private static string Write(FieldValues values)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, StorageJson.WriterOptions))
        {
            FieldValuesJson.Write(json, values);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static FieldValues Read(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        reader.Read();
        return FieldValuesJson.Read(ref reader);
    }
}

/// <summary>Values are immutable: the snapshot is the value itself.</summary>
internal sealed class FieldValuesComparer() : ValueComparer<FieldValues>((left, right) => object.Equals(left, right), values => values.GetHashCode(), values => values);
