using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;

namespace HumaXledger.Core.People.Countries;

/// <summary>
/// The possible countries of a number that states none itself, from most to least specific. Alpha-2; null where
/// unknown.
/// </summary>
/// <param name="Other">Stated by the other system for the same field.</param>
/// <param name="HumaAddress">The country of the home address in Huma.</param>
/// <param name="XledgerAddress">The country of the home address in Xledger.</param>
/// <param name="Employer">The country of the company that employs the person.</param>
/// <param name="Organization">
/// The countries of the organization as a whole, for people of whom nothing else is known.
/// </param>
public readonly record struct CountryEvidence(
    string? Other,
    string? HumaAddress,
    string? XledgerAddress,
    string? Employer,
    OrganizationCountries Organization
)
{
    /// <summary>The countries whose national spellings are tried when the person's values are compared.</summary>
    public SpellingCountries Spellings =>
        new(
            HumaAddress ?? XledgerAddress ?? Employer ?? Organization.Usual,
            XledgerAddress ?? Employer,
            Employer,
            Organization.Usual
        );

    private const int Personal = 3;
    private const int BeforeSeen = 5;

    /// <summary>The number of positions to try, unknown countries included.</summary>
    internal int Count => BeforeSeen + Organization.Seen.Count;

    /// <summary>
    /// The country at a position: the other system's, the person's, the employer's, the usual one, then those of the
    /// organization. Null where it is unknown.
    /// </summary>
    internal string? this[int index] =>
        index switch
        {
            0 => Other,
            1 => HumaAddress,
            2 => XledgerAddress,
            3 => Employer,
            4 => Organization.Usual,
            _ => Organization.Seen[index - BeforeSeen],
        };

    /// <summary>Whether the country at this position comes from the person's own records.</summary>
    internal static bool IsPersonal(int index) => index < Personal;

    /// <summary>The most specific country that is known; null where none is.</summary>
    internal string? First =>
        Other
        ?? HumaAddress
        ?? XledgerAddress
        ?? Employer
        ?? Organization.Usual
        ?? (Organization.Seen is [var seen, ..] ? seen : null);

    /// <summary>The evidence in one person's records; null for a side where the person has no record.</summary>
    /// <param name="other">The country that the other system states for the same field.</param>
    public static CountryEvidence Of(
        Person? huma,
        Person? xledger,
        string? other,
        OrganizationCountries organization
    ) =>
        new(
            other,
            HomeIn(huma),
            HomeIn(xledger),
            (xledger is null ? null : EmployerIn(xledger)) ?? huma?.EmployerCountry,
            organization
        );

    /// <summary>The country of the home address in the record; null where there is none.</summary>
    internal static string? HomeIn(Person? person) =>
        person?[Field.Address].TextOrNull is { } text
            ? CountryInJson(text) ?? Country.Read(Address.Read(text).Country)
            : null;

    /// <summary>
    /// The employing company's country. For Xledger it is also the country of the account, which is that of the
    /// subledger's company (contracts/xledger.md 3.6).
    /// </summary>
    internal static string? EmployerIn(Person person) =>
        person.EmployerCountry
        ?? (
            person.Side == Side.Xledger && person[Field.BankAccount].TextOrNull is { } text
                ? CountryInJson(text) ?? Country.Read(BankAccount.Read(text).Country)
                : null
        );

    // Fast path: nearly every serialized address ends with its country, which is read without parsing the JSON.
    private static string? CountryInJson(string text)
    {
        const string Name = ",\"country\":\"";
        return
            text.Length > Name.Length + 4
            && text.EndsWith("\"}", StringComparison.Ordinal)
            && text.AsSpan(text.Length - Name.Length - 4, Name.Length).SequenceEqual(Name)
            ? Country.Read(text.Substring(text.Length - 4, 2))
            : null;
    }
}
