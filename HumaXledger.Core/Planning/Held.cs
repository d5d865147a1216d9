namespace HumaXledger.Core.Planning;

/// <summary>What one place holds of one field after normalisation. Two places agree when their <see cref="Held"/> are equal.</summary>
/// <param name="Key">The normalised value; the empty text for "known to be empty"; null for unknown.</param>
public readonly record struct Held(string? Key)
{
    public static readonly Held Unknown = new((string?)null);
    public static readonly Held Empty = new("");

    public HeldState State => Key switch
    {
        null => HeldState.Unknown,
        "" => HeldState.Empty,
        _ => HeldState.Value,
    };

    // The key may be a national identity number.
    public override string ToString() => State.ToString();
}

public enum HeldState
{
    Unknown,
    Empty,
    Value,
}
