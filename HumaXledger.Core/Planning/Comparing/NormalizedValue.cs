namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The normalized value of one field in one place. Two places agree when their <see cref="NormalizedValue"/> are equal.
/// </summary>
/// <param name="Key">The normalized text; "" for empty; null for unknown.</param>
public readonly record struct NormalizedValue(string? Key)
{
    /// <summary>A value that is not known.</summary>
    public static readonly NormalizedValue Unknown = new((string?)null);

    /// <summary>A field without a value.</summary>
    public static readonly NormalizedValue Empty = new("");

    /// <summary>Whether the value is unknown, empty or a text.</summary>
    public ValueState State =>
        Key switch
        {
            null => ValueState.Unknown,
            "" => ValueState.Empty,
            _ => ValueState.Value,
        };

    // The key may be a national identity number.
    public override string ToString() => State.ToString();
}

/// <summary>The three states of a value.</summary>
public enum ValueState
{
    Unknown,
    Empty,
    Value,
}
