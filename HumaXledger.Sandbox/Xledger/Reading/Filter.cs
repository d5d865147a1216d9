namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>
/// A filter input as a predicate (contracts/xledger.md 2.4): fields joined by AND, lists <c>AND</c> and <c>OR</c>,
/// suffixes <c>_in _gt _gte _lt _lte</c>, null on the bare field for "is empty". The schema decides which of them
/// exist.
/// </summary>
internal static class Filter
{
    /// <summary>The predicate; null for a filter without conditions.</summary>
    /// <param name="value">The row's value of a field, by the field's name without suffix.</param>
    public static Func<TRow, bool>? Compile<TRow>(InputObject? filter, Func<TRow, string, object?> value)
    {
        if (filter is null)
            return null;
        var conditions = filter
            .Select(field => Condition(field.Key, field.Value, value))
            .OfType<Func<TRow, bool>>()
            .ToArray();
        return conditions.Length switch
        {
            0 => null,
            1 => conditions[0],
            _ => row => Array.TrueForAll(conditions, condition => condition(row)),
        };
    }

    private static Func<TRow, bool>? Condition<TRow>(string key, object? wanted, Func<TRow, string, object?> value)
    {
        if (key is "AND" or "OR")
        {
            if (wanted is not object?[] parts)
                return null;
            var conditions = parts.Select(part => Compile((InputObject?)part, value) ?? (_ => true)).ToArray();
            return key == "AND"
                ? row => Array.TrueForAll(conditions, condition => condition(row))
                : row => Array.Exists(conditions, condition => condition(row));
        }

        var (field, suffix) = key.LastIndexOf('_') is var at and > 0 ? (key[..at], key[at..]) : (key, "");
        if (suffix.Length == 0)
            return wanted is null or "" ? row => IsEmpty(value(row, field)) : row => Same(value(row, field), wanted);
        if (wanted is null)
            return null;
        if (suffix == "_in")
        {
            var set = ((object?[])wanted).OfType<object>().Select(Comparable).ToHashSet();
            return row => value(row, field) is { } actual && set.Contains(Comparable(actual));
        }

        return row => value(row, field) is { } actual && Fits(Compare(actual, wanted), suffix);
    }

    private static bool IsEmpty(object? value) => value is null or "";

    private static bool Same(object? actual, object wanted) =>
        actual is not null && Comparable(actual).Equals(Comparable(wanted));

    private static int Compare(object actual, object wanted) =>
        (Comparable(actual), Comparable(wanted)) switch
        {
            (string left, string right) => string.CompareOrdinal(left, right),
            (IComparable left, { } right) when left.GetType() == right.GetType() => left.CompareTo(right),
            _ => 1,
        };

    private static bool Fits(int comparison, string suffix) =>
        suffix switch
        {
            "_gt" => comparison > 0,
            "_gte" => comparison >= 0,
            "_lt" => comparison < 0,
            _ => comparison <= 0,
        };

    // Ids occur as int and as long; times have a precision of one second.
    private static object Comparable(object value) =>
        value switch
        {
            int number => (long)number,
            DateTime time => new DateTime(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, time.Kind),
            _ => value,
        };
}
