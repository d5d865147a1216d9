namespace HumaXledger.Core.People;

/// <summary>
/// The countries whose national spelling a value without a country may have, the best evidence first. For comparing;
/// which country is written with a number is
/// <see cref="NumberCountry"/>'s to say.
/// </summary>
public readonly record struct SpellingCountries(
    string? First,
    string? Second = null,
    string? Third = null,
    string? Fourth = null
)
{
    public static implicit operator SpellingCountries(string? country) => new(country);

    public const int Count = 4;

    /// <summary>Null where there are fewer.</summary>
    public string? this[int index] =>
        index switch
        {
            0 => First,
            1 => Second,
            2 => Third,
            _ => Fourth,
        };
}
