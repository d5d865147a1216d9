using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;

namespace HumaXledger.Core.People.Countries;

/// <summary>
/// Whether two spellings mean the same number. Where one states its country, the other is read as that country's; where
/// neither does, they are equal when their digits are equal or when one of the plausible countries reads both as the
/// same number.
/// </summary>
internal static class NumberLikeness
{
    /// <summary>Compares two phone numbers.</summary>
    public static bool OfPhones(string a, string b, SpellingCountries countries)
    {
        var (one, other) = (PhoneNumber.ToE164(a, country: null), PhoneNumber.ToE164(b, country: null));
        if (one is not null && other is not null)
        {
            return one == other;
        }

        if (one is not null)
        {
            return IsNationalOf(one, a, b);
        }

        if (other is not null)
        {
            return IsNationalOf(other, b, a);
        }

        // A leading zero may be a trunk prefix; without a country it is unknown.
        if (
            PhoneNumber.NationalDigits(a) is { } digits
            && digits == PhoneNumber.NationalDigits(b)
            && a.Count(char.IsDigit) == b.Count(char.IsDigit)
        )
        {
            return true;
        }

        for (var index = 0; index < SpellingCountries.Count; index++)
        {
            if (
                Country.Read(countries[index]) is { } country
                && PhoneNumber.ToE164(a, country) is { } read
                && read == PhoneNumber.ToE164(b, country)
            )
            {
                return true;
            }
        }

        return string.Equals(Spelling.Collapse(a), Spelling.Collapse(b), StringComparison.Ordinal);
    }

    /// <summary>Compares two bank accounts.</summary>
    public static bool OfAccounts(BankAccount a, BankAccount b, SpellingCountries countries)
    {
        var (one, other) = (Key(a, b, countries), Key(b, a, countries));
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return true;
        }

        // Equal digits are equal, unless both sides state a country and the countries differ.
        return (Country.Read(a.Country) is null || Country.Read(b.Country) is null)
            && Spelling.Digits(a.Number ?? "") is { } digits
            && digits == Spelling.Digits(b.Number ?? "");
    }

    /// <summary>Compares two identity numbers; a Swedish number with and without its century is the same.</summary>
    public static bool OfIdentifications(string a, string b, SpellingCountries countries)
    {
        var (one, other) = (IdentificationNumber.Read(a), IdentificationNumber.Read(b));
        var (first, second) = (
            FieldNormal.Identification(one, countries with { First = other.Country ?? countries.First }),
            FieldNormal.Identification(other, countries with { First = one.Country ?? countries.First })
        );
        return string.Equals(first, second, StringComparison.Ordinal)
            || string.Equals(
                FieldNormal.Identification(one, default),
                FieldNormal.Identification(other, default),
                StringComparison.Ordinal
            )
            || NationalId.DifferInCenturyOnly(one.Number, other.Number);
    }

    /// <summary>
    /// Compares two addresses; a missing country is taken from the other address, else from
    /// <paramref name="countries"/>.
    /// </summary>
    public static bool OfAddresses(string a, string b, SpellingCountries countries)
    {
        var (one, other) = (Address.Read(a), Address.Read(b));
        var usual = Country.Read(countries.First);
        return string.Equals(
            FieldNormal.AddressText(one, Country.Read(other.Country) ?? usual),
            FieldNormal.AddressText(other, Country.Read(one.Country) ?? usual),
            StringComparison.Ordinal
        );
    }

    private static string Key(BankAccount account, BankAccount beside, SpellingCountries countries)
    {
        var stated = NumberCountry.Stated(Field.BankAccount, beside.ToValue());
        return account.Country is null && stated is not null
            ? BankAccountNumber.Read(account.Number ?? "", stated)?.Key ?? Spelling.Collapse(account.Number ?? "")
            : FieldNormal.Account(account, countries);
    }

    /// <summary>
    /// Whether a number without calling code is the national part of <paramref name="number"/> (E.164), which was
    /// spelled <paramref name="spelling"/>.
    /// </summary>
    private static bool IsNationalOf(string number, string spelling, string national)
    {
        if (PhoneNumber.CountryOf(spelling) is { } country && PhoneNumber.ToE164(national, country) == number)
        {
            return true;
        }

        return PhoneNumber.NationalDigits(national) is { } digits && digits == PhoneNumber.NationalDigits(spelling);
    }
}
