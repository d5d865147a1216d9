using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;

namespace HumaXledger.Core.People.Countries;

/// <summary>
/// Decides which country a national number belongs to (phone, bank account, identification), by evidence about the
/// person and never by the majority alone. In order: stated with the value; stated by the other system for the same
/// field; the person's address, Huma's then Xledger's; a check digit that fits in exactly one plausible country; the
/// employer's country, then the prevailing one. Undecided where two readings stay plausible: then nothing is written
/// that would add or change a country.
/// </summary>
public static class NumberCountry
{
    private enum Fit
    {
        /// <summary>Not a number of that country.</summary>
        Impossible,

        /// <summary>The right form, but a wrong check digit.</summary>
        Doubtful,

        /// <summary>The right form; the country has no check digit, or no published one.</summary>
        Possible,

        /// <summary>A check digit fits; by chance in about one of ten numbers.</summary>
        CheckDigit,

        /// <summary>A form that is this country's own, and check digits that fit.</summary>
        Proof,
    }

    /// <summary>
    /// The country that a value itself states: a calling code, an IBAN, a country next to the number. Null where it
    /// states none.
    /// </summary>
    public static string? Stated(Field field, FieldValue value) =>
        value.TextOrNull is { } text ? Stated(field, text) : null;

    private static string? Stated(Field field, string text) =>
        FieldRules.KindOf(field) switch
        {
            FieldKind.Phone => PhoneNumber.CountryOf(text),
            FieldKind.BankAccount => BankAccount.Read(text) is var account
            && Iban.Compact(account.Number ?? "") is { } iban
            && Iban.LengthIn(iban[..2]) is not null
                ? iban[..2]
                : Country.Read(account.Country),
            FieldKind.Identification => Country.Read(IdentificationNumber.Read(text).Country),
            FieldKind.Address => Country.Read(Address.Read(text).Country),
            _ => null,
        };

    /// <summary>
    /// The country that a value states, else the one that the evidence determines; null where neither does.
    /// </summary>
    public static string? Of(Field field, string text, CountryEvidence evidence, DateOnly today) =>
        Stated(field, text) ?? Decide(field, text, evidence, today);

    /// <summary>As <see cref="Of"/> for a phone number, which has no check digit.</summary>
    public static string? OfPhone(string text, CountryEvidence evidence) =>
        Of(Field.Phone, text, evidence, DateOnly.MinValue);

    /// <summary>
    /// The country by whose rules a value is checked: as <see cref="Of"/>, and the most plausible one where that is
    /// undecided, so that a number is refused only when it is valid in no country. Null where no country is known.
    /// </summary>
    public static string? Likeliest(Field field, string text, CountryEvidence evidence, DateOnly today)
    {
        if (Stated(field, text) is { } stated)
        {
            return stated;
        }

        string? likeliest = null;
        var best = Fit.Impossible;
        for (var index = 0; index < evidence.Count; index++)
        {
            if (evidence[index] is not { } country)
            {
                continue;
            }

            likeliest ??= country;
            if (
                FitOf(field, text, country, today) is var fit
                && fit > best
                && (best == Fit.Impossible || fit > Fit.Possible)
            )
            {
                (likeliest, best) = (country, fit);

                // The person's own country needs no better one.
                if (best >= Fit.Possible && CountryEvidence.IsPersonal(index))
                {
                    break;
                }
            }
        }

        return likeliest;
    }

    private static string? Decide(Field field, string text, CountryEvidence evidence, DateOnly today)
    {
        var organization = Fits(OfOrganization(evidence));
        if (
            Personal(evidence).FirstOrDefault(country => FitOf(field, text, country, today) >= Fit.Possible) is
            { } personal
        )
        {
            var own = Register(field, personal);
            var contradicted =
                FitOf(field, text, own, today) < Fit.CheckDigit
                && organization.Exists(rival => rival.Country != own && Outweighs(field, rival.Fit));
            return contradicted ? null : own;
        }

        // The person's records state no country. The organization's country counts where it is the only one of its own
        // in which the number is valid, and no other country fits better.
        var outside = Fits(Registers(field).Where(country => !organization.Exists(one => one.Country == country)));
        if (
            Single(organization) is { } usual
            && outside.TrueForAll(rival =>
                rival.Fit < Fit.Possible || (usual.Fit >= Fit.CheckDigit && rival.Fit <= usual.Fit)
            )
        )
        {
            return usual.Country;
        }

        return
            organization.TrueForAll(one => one.Fit == Fit.Impossible)
            && Single(outside) is { } other
            && (other.Fit == Fit.Proof || outside.Count(rival => rival.Fit != Fit.Impossible) == 1)
            ? other.Country
            : null;

        List<(string Country, Fit Fit)> Fits(IEnumerable<string> countries) =>
            [
                .. countries
                    .Select(country => Register(field, country))
                    .Distinct()
                    .Select(country => (country, FitOf(field, text, country, today))),
            ];
    }

    /// <summary>The country with the best fit; null where none fits or several fit equally well.</summary>
    private static (string Country, Fit Fit)? Single(List<(string Country, Fit Fit)> countries)
    {
        var best = countries.Count == 0 ? Fit.Impossible : countries.Max(one => one.Fit);
        var found = countries.FindAll(one => one.Fit == best);
        return best > Fit.Impossible && found.Count == 1 ? found[0] : null;
    }

    /// <summary>Whether a rival's check digits outweigh an address in a country that has no check digit.</summary>
    private static bool Outweighs(Field field, Fit rival) =>
        rival >= (FieldRules.KindOf(field) == FieldKind.BankAccount ? Fit.CheckDigit : Fit.Proof);

    /// <summary>The countries whose check digits are implemented; plausible for any person.</summary>
    private static string[] Registers(Field field) =>
        FieldRules.KindOf(field) switch
        {
            FieldKind.BankAccount => ["NO"],
            FieldKind.Identification => ["NO", "SE", "DK", "FI", "IS"],
            _ => [],
        };

    private static IEnumerable<string> Personal(CountryEvidence evidence) =>
        new[] { evidence.Other, evidence.HumaAddress, evidence.XledgerAddress }.OfType<string>();

    private static IEnumerable<string> OfOrganization(CountryEvidence evidence) =>
        new[] { evidence.Employer, evidence.Organization.Usual }.OfType<string>().Concat(evidence.Organization.Seen);

    private static Fit FitOf(Field field, string text, string country, DateOnly today) =>
        FieldRules.KindOf(field) switch
        {
            FieldKind.Phone => PhoneNumber.ToE164(text, country) is null ? Fit.Impossible : Fit.Possible,
            FieldKind.BankAccount => OfAccount(BankAccount.Read(text).Number ?? "", country),
            FieldKind.Identification => OfIdentification(IdentificationNumber.Read(text).Number, country, today),
            _ => Fit.Possible,
        };

    private static Fit OfAccount(string number, string country) =>
        BankAccountNumber.Read(number, country) is not { } account || account.Check() is not null
            ? Fit.Impossible
            : account.CheckDigitFits switch
            {
                true => Fit.CheckDigit,
                false => Fit.Doubtful,
                null => Fit.Possible,
            };

    private static Fit OfIdentification(string number, string country, DateOnly today)
    {
        if (!NationalId.IsKnown(country))
        {
            return Fit.Possible;
        }

        return NationalId.Read(number, country, today, out _) is not { } id ? Fit.Impossible
            : !id.CheckDigitFits ? Fit.Doubtful
            : id.Country switch
            {
                "NO" => Fit.Proof,
                // With a digit at its end it may be ten digits of another country with a dash.
                "FI" => char.IsAsciiDigit(id.Number[^1]) && !char.IsAsciiLetter(id.Number[6])
                    ? Fit.CheckDigit
                    : Fit.Proof,
                "SE" => NationalId.HasCentury(number) ? Fit.Proof : Fit.CheckDigit,
                // System numbers hold neither a date nor a check digit.
                "IS" => id.Kind == NationalIdKind.Ordinary ? Fit.CheckDigit : Fit.Possible,
                _ => Fit.Possible,
            };
    }

    /// <summary>
    /// The country whose register covers a country: Svalbard is covered by Norway, Åland by Finland, Greenland by the
    /// Danish population register.
    /// </summary>
    private static string Register(Field field, string country) =>
        (FieldRules.KindOf(field), country) switch
        {
            (FieldKind.BankAccount or FieldKind.Identification, "SJ") => "NO",
            (FieldKind.BankAccount or FieldKind.Identification, "AX") => "FI",
            (FieldKind.Identification, "GL") => "DK",
            _ => country,
        };
}
