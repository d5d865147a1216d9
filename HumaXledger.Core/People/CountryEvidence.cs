namespace HumaXledger.Core.People;

/// <summary>What is known of the country of one person's number that states none itself. Countries are alpha-2; null where nothing is known.</summary>
/// <param name="Other">Stated by the other system for the same field.</param>
/// <param name="HumaAddress">Where the person lives, as Huma tells it.</param>
/// <param name="XledgerAddress">The same, as Xledger tells it.</param>
/// <param name="Employer">The country of the company that employs the person.</param>
public readonly record struct CountryEvidence(string? Other, string? HumaAddress, string? XledgerAddress, string? Employer, OrganizationCountries Organization)
{
    /// <summary>The countries whose national spellings the person's values may have, for comparing.</summary>
    public SpellingCountries Spellings => new(HumaAddress ?? XledgerAddress ?? Employer ?? Organization.Usual, XledgerAddress ?? Employer, Employer, Organization.Usual);

    /// <summary>The evidence that the records of one person give; null for a side where the person is not.</summary>
    /// <param name="other">The country that the other system states for the same field.</param>
    public static CountryEvidence Of(Person? huma, Person? xledger, string? other, OrganizationCountries organization) =>
        new(other, HomeIn(huma), HomeIn(xledger), (xledger is null ? null : EmployerIn(xledger)) ?? huma?.EmployerCountry, organization);

    private static string? HomeIn(Person? person) => person is null ? null : NumberCountry.Stated(Field.Address, person[Field.Address]);

    // The country that comes with an account in Xledger is that of the subledger's company (contracts/xledger.md 3.6).
    private static string? EmployerIn(Person employee) =>
        employee.EmployerCountry ?? (employee[Field.BankAccount].TextOrNull is { } account ? Country.Read(BankAccount.Read(account).Country) : null);
}
