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
/// something are an object of the same kind in the property "sealed"; <see cref="SealedColumn"/> seals and opens it.
/// </summary>
internal sealed class FieldValuesConverter()
    : ValueConverter<FieldValues, string>(values => Write(values), text => Read(text))
{
    /// <summary>The sensitive values that hold something, as JSON; null where there are none.</summary>
    public static string? Sensitive(FieldValues values) =>
        FieldRules.All.Any(rules => IsSensitive(rules.Field, values))
            ? Text(json =>
                FieldValuesJson.Write(json, new FieldValues(values.Where(value => IsSensitive(value.Key, values))))
            )
            : null;

    /// <summary>The column's content where its sensitive values are sealed.</summary>
    public static FieldValues WithClosed(FieldValues values, string closed)
    {
        var held = new FieldValue.Closed(closed, InClear: false, "");
        return new FieldValues(
            values.Select(value =>
                IsSensitive(value.Key, values) ? KeyValuePair.Create(value.Key, (FieldValue)held) : value
            )
        );
    }

    /// <summary>
    /// The values of <see cref="Sensitive"/> in the places that are closed; those that it does not hold are
    /// <paramref name="other"/>.
    /// </summary>
    public static FieldValues WithOpened(FieldValues values, string? opened, FieldValue other)
    {
        var known = opened is null ? FieldValues.AllUnknown : Read(opened, out _);
        return new FieldValues(
            values.Select(value =>
                value.Value is not FieldValue.Closed ? value
                : known[value.Key].IsKnown ? KeyValuePair.Create(value.Key, known[value.Key])
                : KeyValuePair.Create(value.Key, other)
            )
        );
    }

    private static bool IsSensitive(Field field, FieldValues values) =>
        FieldRules.For(field).Sensitive && values[field] is FieldValue.Of;

    private static string Write(FieldValues values)
    {
        var closed = values.Select(value => value.Value).OfType<FieldValue.Closed>().FirstOrDefault();
        if (closed is { InClear: true } || FieldRules.All.Any(rules => IsSensitive(rules.Field, values)))
        {
            throw new InvalidOperationException("Values are stored with their row, which they are sealed for.");
        }

        return Text(json =>
            FieldValuesJson.Write(
                json,
                new FieldValues(values.Where(value => value.Value is not FieldValue.Closed)),
                closed?.Text
            )
        );
    }

    // The sealed part does not say which fields it holds: every sensitive one that is not known to be empty may be.
    private static FieldValues Read(string text)
    {
        var values = Read(text, out var closed);
        return new FieldValues(
            values.Select(value =>
                !FieldRules.For(value.Key).Sensitive ? value
                : value.Value is FieldValue.Of
                    ? KeyValuePair.Create<Field, FieldValue>(
                        value.Key,
                        new FieldValue.Closed(Sensitive(values)!, InClear: true, text)
                    )
                : closed is not null && value.Value is FieldValue.Unknown
                    ? KeyValuePair.Create<Field, FieldValue>(
                        value.Key,
                        new FieldValue.Closed(closed, InClear: false, text)
                    )
                : value
            )
        );
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
