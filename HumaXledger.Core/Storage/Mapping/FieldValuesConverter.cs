using System.Text;
using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// Fifteen values as one JSON object by field name: left out is unknown, null is empty. The sensitive ones that hold
/// something are an object of the same kind in the property "sealed".
/// </summary>
/// <param name="vault">Null where nothing is read or written: to make migrations.</param>
internal sealed class FieldValuesConverter(ValueVault? vault)
    : ValueConverter<FieldValues, string>(values => Write(vault, values), text => Read(vault, text))
{
    /// <summary>Reads and writes all fields of a person as one JSON text.</summary>
    public FieldValuesConverter()
        : this(null) { }

    private static string Write(ValueVault? vault, FieldValues values)
    {
        if (vault is null || !FieldRules.All.Any(rules => Closed(rules, values)))
        {
            return Text(json => FieldValuesJson.Write(json, values));
        }

        var closed = vault.Seal(
            Text(json =>
                FieldValuesJson.Write(
                    json,
                    new FieldValues(values.Where(value => Closed(FieldRules.For(value.Key), values)))
                )
            )
        );
        return Text(json =>
            FieldValuesJson.Write(
                json,
                new FieldValues(values.Where(value => !Closed(FieldRules.For(value.Key), values))),
                closed
            )
        );
    }

    private static bool Closed(FieldRules rules, FieldValues values) => rules.Sensitive && values[rules.Field].IsValue;

    private static FieldValues Read(ValueVault? vault, string text)
    {
        var values = Read(text, out var closed);
        if (closed is null || vault?.Open(closed) is not { } opened)
        {
            return values;
        }

        return new FieldValues(values.Concat(Read(opened, out _).Where(value => value.Value.IsKnown)));
    }

    private static FieldValues Read(string text, out string? closed)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        reader.Read();
        return FieldValuesJson.Read(ref reader, out closed);
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, StorageJson.WriterOptions))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}

/// <summary>Values are immutable: the snapshot is the value itself.</summary>
internal sealed class FieldValuesComparer()
    : ValueComparer<FieldValues>(
        (left, right) => object.Equals(left, right),
        values => values.GetHashCode(),
        values => values
    );
