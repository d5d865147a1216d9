namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// What one place holds of one field after normalisation. Two places agree when their <see cref="NormalizedValue"/> are
/// equal.
/// </summary>
/// <param name="Key">The normalised value; the empty text for "known to be empty"; null for unknown.</param>
public readonly record struct NormalizedValue(string? Key)
{
    public static readonly NormalizedValue Unknown = new((string?)null);
    public static readonly NormalizedValue Empty = new("");

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

public enum ValueState
{
    Unknown,
    Empty,
    Value,
}
