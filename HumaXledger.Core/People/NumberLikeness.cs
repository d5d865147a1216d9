namespace HumaXledger.Core.People;

/// <summary>
/// When two spellings of a number mean the same one. Where one states its country, the other is read as that country's;
/// where neither does, equal digits are
/// equal, and so are two spellings that one of the plausible countries reads as one number.
/// </summary>
internal static class NumberLikeness
{
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

        // A zero in front may be a trunk prefix; only a country tells.
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

    public static bool OfAccounts(BankAccount a, BankAccount b, SpellingCountries countries)
    {
        var (one, other) = (Key(a, b, countries), Key(b, a, countries));
        if (string.Equals(one, other, StringComparison.Ordinal))
        {
            return true;
        }

        // Equal digits are equal, unless each side states another country for them.
        return (Country.Read(a.Country) is null || Country.Read(b.Country) is null)
            && Spelling.Digits(a.Number ?? "") is { } digits
            && digits == Spelling.Digits(b.Number ?? "");
    }

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
