using System.Buffers;
using System.Text;
using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
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
    private static readonly Field[] SensitiveFields =
    [
        .. FieldRules.All.Where(rules => rules.Sensitive).Select(rules => rules.Field),
    ];

    // A run writes tens of thousands of these, one after the other.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>The sensitive values that hold something, as JSON; null where there are none.</summary>
    public static string? Sensitive(FieldValues values) =>
        HoldsSensitive(values) ? Text(json => FieldValuesJson.WriteSensitive(json, values)) : null;

    /// <summary>The column's content where its sensitive values are sealed.</summary>
    public static FieldValues WithClosed(FieldValues values, string closed)
    {
        var held = new FieldValue.Closed(closed, InClear: false, "");
        foreach (var field in SensitiveFields)
        {
            values = IsSensitive(field, values) ? values.With(field, held) : values;
        }

        return values;
    }

    /// <summary>
    /// The values of <see cref="Sensitive"/> in the places that are closed; those that it does not hold are
    /// <paramref name="other"/>.
    /// </summary>
    public static FieldValues WithOpened(FieldValues values, string? opened, FieldValue other)
    {
        var known = opened is null ? FieldValues.AllUnknown : Read(opened, out _);
        foreach (var field in SensitiveFields)
        {
            if (values[field] is FieldValue.Closed)
            {
                values = values.With(field, known[field].IsKnown ? known[field] : other);
            }
        }

        return values;
    }

    /// <summary>What stands in the place of sensitive values as they are stored; null where there are none.</summary>
    public static FieldValue.Closed? ClosedPart(FieldValues values)
    {
        foreach (var field in SensitiveFields)
        {
            if (values[field] is FieldValue.Closed closed)
            {
                return closed;
            }
        }

        return null;
    }

    private static bool HoldsSensitive(FieldValues values)
    {
        foreach (var field in SensitiveFields)
        {
            if (values[field] is FieldValue.Of)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSensitive(Field field, FieldValues values) =>
        FieldRules.For(field).Sensitive && values[field] is FieldValue.Of;

    private static string Write(FieldValues values)
    {
        var closed = ClosedPart(values);
        if (closed is { InClear: true } || HoldsSensitive(values))
        {
            throw new InvalidOperationException("Values are stored with their row, which they are sealed for.");
        }

        return Text(json => FieldValuesJson.Write(json, values, closed?.Text));
    }

    // The sealed part does not say which fields it holds: every sensitive one that is not known to be empty may be.
    private static FieldValues Read(string text)
    {
        var values = Read(text, out var closed);
        var inClear = Sensitive(values);
        if (closed is null && inClear is null)
        {
            return values;
        }

        var stored = new FieldValue.Closed(inClear ?? closed!, InClear: inClear is not null, text);
        foreach (var field in SensitiveFields)
        {
            if (values[field] is FieldValue.Of || (inClear is null && values[field] is FieldValue.Unknown))
            {
                values = values.With(field, stored);
            }
        }

        return values;
    }

    private static FieldValues Read(string text, out string? closed)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        reader.Read();
        return FieldValuesJson.Read(ref reader, out closed);
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var json = _json ??= new Utf8JsonWriter(buffer, StorageJson.WriterOptions);
        try
        {
            write(json);
            json.Flush();
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        finally
        {
            // Numbers in clear do not stay in memory for longer than needed.
            buffer.Clear();
            json.Reset();
        }
    }
}

/// <summary>Values are immutable: the snapshot is the value itself.</summary>
internal sealed class FieldValuesComparer()
    : ValueComparer<FieldValues>(
        (left, right) => object.Equals(left, right),
        values => values.GetHashCode(),
        values => values
    );
