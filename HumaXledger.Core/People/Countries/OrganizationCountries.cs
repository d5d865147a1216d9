namespace HumaXledger.Core.People.Countries;

/// <summary>
/// The countries of an organization's people. A number that states no country is read as one of these only where the
/// person's own records give no better evidence (<see cref="NumberCountry"/>).
/// </summary>
/// <param name="Usual">Alpha-2 of the country that most addresses name, or that the input states; null where none
/// prevails.</param>
/// <param name="Seen">Alpha-2 of every country that an address, an account or an identification names, the most
/// frequent first.</param>
public sealed record OrganizationCountries(string? Usual, IReadOnlyList<string> Seen)
{
    /// <summary>The same country for everyone; null where none is known.</summary>
    public static implicit operator OrganizationCountries(string? country) =>
        Country.Read(country) is { } code ? new(code, [code]) : new(null, []);
}
