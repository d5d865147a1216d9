namespace HumaXledger.Core.People.Countries;

/// <summary>
/// The countries whose national spelling a value without a country may have, the best evidence first. For comparing
/// only; <see cref="NumberCountry"/> decides which country is written with a number.
/// </summary>
public readonly record struct SpellingCountries(
    string? First,
    string? Second = null,
    string? Third = null,
    string? Fourth = null
)
{
    /// <summary>A single country; null for none.</summary>
    public static implicit operator SpellingCountries(string? country) => new(country);

    /// <summary>The number of positions in the list, empty ones included.</summary>
    public const int Count = 4;

    /// <summary>The country at a position, 0 to 3; null where there are fewer.</summary>
    public string? this[int index] =>
        index switch
        {
            0 => First,
            1 => Second,
            2 => Third,
            _ => Fourth,
        };
}
