namespace HumaXledger.Core.People;

/// <summary>
/// What is known of the country of one person's number that states none itself. Countries are alpha-2; null where
/// nothing is known.
/// </summary>
/// <param name="Other">Stated by the other system for the same field.</param>
/// <param name="HumaAddress">Where the person lives, as Huma tells it.</param>
/// <param name="XledgerAddress">The same, as Xledger tells it.</param>
/// <param name="Employer">The country of the company that employs the person.</param>
public readonly record struct CountryEvidence(
    string? Other,
    string? HumaAddress,
    string? XledgerAddress,
    string? Employer,
    OrganizationCountries Organization
)
{
    /// <summary>The countries whose national spellings the person's values may have, for comparing.</summary>
    public SpellingCountries Spellings =>
        new(
            HumaAddress ?? XledgerAddress ?? Employer ?? Organization.Usual,
            XledgerAddress ?? Employer,
            Employer,
            Organization.Usual
        );

    private const int Personal = 3;
    private const int BeforeSeen = 5;

    /// <summary>How many countries there are to try, those that are not known included.</summary>
    internal int Count => BeforeSeen + Organization.Seen.Count;

    /// <summary>
    /// The countries in the order of the evidence: the person's own, the employer's, the usual one, those of the
    /// organization. Null where one is not known.
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

    /// <summary>Whether the country at this place is told by something about the person.</summary>
    internal static bool IsPersonal(int index) => index < Personal;

    /// <summary>The best country that is known; null where none is.</summary>
    internal string? First =>
        Other
        ?? HumaAddress
        ?? XledgerAddress
        ?? Employer
        ?? Organization.Usual
        ?? (Organization.Seen is [var seen, ..] ? seen : null);

    /// <summary>The evidence that the records of one person give; null for a side where the person is not.</summary>
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

    /// <summary>Where the person lives, as the record tells it.</summary>
    internal static string? HomeIn(Person? person) =>
        person?[Field.Address].TextOrNull is { } text
            ? CountryInJson(text) ?? Country.Read(Address.Read(text).Country)
            : null;

    /// <summary>
    /// The employing company's country. The one that comes with an account in Xledger is the subledger's company's
    /// (contracts/xledger.md 3.6).
    /// </summary>
    internal static string? EmployerIn(Person person) =>
        person.EmployerCountry
        ?? (
            person.Side == Side.Xledger && person[Field.BankAccount].TextOrNull is { } text
                ? CountryInJson(text) ?? Country.Read(BankAccount.Read(text).Country)
                : null
        );

    // Nearly every address ends this way, and is not taken apart for its country alone.
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
