using System.Collections;

namespace HumaXledger.Core.People;

/// <summary>
/// One <see cref="FieldValue"/> for each field; those not given are unknown. Immutable, compared by
/// content.
/// </summary>
public sealed class FieldValues : IEquatable<FieldValues>, IEnumerable<KeyValuePair<Field, FieldValue>>
{
    /// <summary>The shared instance in which every field is unknown.</summary>
    public static readonly FieldValues AllUnknown = new(Array.Empty<KeyValuePair<Field, FieldValue>>());

    private readonly FieldValue[] _values;

    /// <summary>Takes any number of fields; the last value of a field counts.</summary>
    public FieldValues(IEnumerable<KeyValuePair<Field, FieldValue>> values)
    {
        _values = new FieldValue[FieldRules.All.Count];
        Array.Fill(_values, FieldValue.NotKnown);
        foreach (var (field, value) in values)
        {
            _values[(int)field] = value;
        }
    }

    private FieldValues(FieldValue[] values) => _values = values;

    /// <summary>Keeps these values, one for each field in the order of the fields, unchanged from then on.</summary>
    internal static FieldValues Of(FieldValue[] values) => new(values);

    /// <summary>One value for each field, in the order of the fields.</summary>
    internal ReadOnlySpan<FieldValue> All => _values;

    /// <summary>The value of a field; <see cref="FieldValue.Unknown"/> where none was given.</summary>
    public FieldValue this[Field field] => _values[(int)field];

    /// <summary>A copy with one value replaced.</summary>
    public FieldValues With(Field field, FieldValue value)
    {
        var copy = (FieldValue[])_values.Clone();
        copy[(int)field] = value;
        return new FieldValues(copy);
    }

    public bool Equals(FieldValues? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as FieldValues);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<KeyValuePair<Field, FieldValue>> GetEnumerator()
    {
        for (var index = 0; index < _values.Length; index++)
        {
            yield return new KeyValuePair<Field, FieldValue>((Field)index, _values[index]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
