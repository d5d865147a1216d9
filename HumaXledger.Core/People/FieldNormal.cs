using System.Text;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;

namespace HumaXledger.Core.People;

/// <summary>
/// The one place that decides when two values of a field are the same. The normal form is for comparing and searching,
/// never for writing or showing: the chosen side's own spelling is written.
/// </summary>
/// <remarks>
/// NFC and collapsed white space for all fields. Without letter case: e-mail, gender, the parts of an address. With
/// letter case: names and job titles, because payslips and contracts print them, and employment ids, whose leading
/// zeros count. A value that is not valid for its field compares as collapsed text.
/// </remarks>
public static class FieldNormal
{
    /// <summary>The normal form of a value; unknown and empty values are returned as they are.</summary>
    /// <param name="countries">
    /// The countries whose national spellings may apply (phone, account, identity number, missing country); may be
    /// empty.
    /// </param>
    public static FieldValue Normalise(Field field, FieldValue value, SpellingCountries countries)
    {
        if (value is not FieldValue.Of of)
        {
            return value;
        }

        var text = Text(field, of.Text, countries);
        return text.Length == 0 ? FieldValue.Nothing
            : ReferenceEquals(text, of.Text) ? value
            : new FieldValue.Of(text);
    }

    /// <summary>As <see cref="Normalise"/>, as plain text: "" for empty, null for unknown.</summary>
    internal static string? Key(Field field, FieldValue value, SpellingCountries countries) =>
        value switch
        {
            FieldValue.Of of => Text(field, of.Text, countries),
            FieldValue.Empty => "",
            _ => null,
        };

    /// <summary>
    /// Whether two values are the same after normalization. Unknown equals only unknown. Where one of two numbers
    /// states no country, the other's country is tried first; equal digits are equal.
    /// </summary>
    public static bool Same(Field field, FieldValue a, FieldValue b, SpellingCountries countries)
    {
        if (a is not FieldValue.Of first || b is not FieldValue.Of second)
        {
            return Normalise(field, a, countries).Equals(Normalise(field, b, countries));
        }

        if (string.Equals(first.Text, second.Text, StringComparison.Ordinal))
        {
            return true;
        }

        return FieldRules.KindOf(field) switch
        {
            FieldKind.Phone => NumberLikeness.OfPhones(first.Text, second.Text, countries),
            FieldKind.BankAccount => NumberLikeness.OfAccounts(
                BankAccount.Read(first.Text),
                BankAccount.Read(second.Text),
                countries
            ),
            FieldKind.Identification => NumberLikeness.OfIdentifications(first.Text, second.Text, countries),
            FieldKind.Address => NumberLikeness.OfAddresses(first.Text, second.Text, countries),
            _ => string.Equals(
                Text(field, first.Text, countries),
                Text(field, second.Text, countries),
                StringComparison.Ordinal
            ),
        };
    }

    /// <summary>
    /// Whether Huma's and Xledger's values are the same. The country of an account in Xledger is that of the employing
    /// company (contracts/xledger.md 3.6), so it is evidence and not part of the account.
    /// </summary>
    public static bool SameInBoth(Field field, FieldValue huma, FieldValue xledger, SpellingCountries countries) =>
        FieldRules.KindOf(field) == FieldKind.BankAccount && huma is FieldValue.Of one && xledger is FieldValue.Of other
            ? NumberLikeness.OfAccounts(
                BankAccount.Read(one.Text),
                BankAccount.Read(other.Text) with
                {
                    Country = null,
                },
                countries
            )
            : Same(field, huma, xledger, countries);

    private static string Text(Field field, string text, SpellingCountries countries) =>
        FieldRules.KindOf(field) switch
        {
            FieldKind.Email => Email.Normalise(text),
            FieldKind.Phone => Phone(text, countries) ?? Spelling.Collapse(text),
            FieldKind.BirthDate or FieldKind.Date => CalendarDate.Read(text) is null
                ? Spelling.Collapse(text)
                : InvisibleCharacters.Without(text).Trim(),
            FieldKind.BankAccount => Account(BankAccount.Read(text), countries),
            FieldKind.Address => AddressText(Address.Read(text), Country.Read(countries.First)),
            FieldKind.Gender => Gender.Normalise(text) is var gender
            && gender is Gender.Male or Gender.Female or Gender.Other
                ? gender
                : Spelling.Collapse(text).ToLowerInvariant(),
            FieldKind.Identification => Identification(IdentificationNumber.Read(text), countries),
            _ => Spelling.Collapse(text),
        };

    /// <summary>E.164 by the first country in which the number is valid; null where there is none.</summary>
    internal static string? Phone(string text, SpellingCountries countries)
    {
        var tried = false;
        for (var index = 0; index < SpellingCountries.Count; index++)
        {
            if (Country.Read(countries[index]) is { } country)
            {
                tried = true;
                if (PhoneNumber.ToE164(text, country) is { } number)
                {
                    return number;
                }
            }
        }

        return tried ? null : PhoneNumber.ToE164(text, country: null);
    }

    internal static string Account(BankAccount account, SpellingCountries countries)
    {
        if (account.Number is null)
        {
            return "";
        }

        if (account.Country is null)
        {
            for (var index = 0; index < SpellingCountries.Count; index++)
            {
                if (
                    countries[index] is { } country
                    && BankAccountNumber.Read(account.Number, country) is { } read
                    && read.Check() is null
                )
                {
                    return read.Key;
                }
            }
        }

        return BankAccountNumber.Read(account.Number, account.Country ?? countries.First)?.Key
            ?? Spelling.Collapse(account.Number);
    }

    internal static string Identification(IdentificationNumber id, SpellingCountries countries) =>
        NationalId.Normalise(id.Number, id.Country ?? countries.First);

    /// <summary>Street, postal code, city and country separated by bars; empty for an empty address.</summary>
    internal static string AddressText(Address address, string? country)
    {
        if (address.IsEmpty)
        {
            return "";
        }

        var code = InvisibleCharacters.IsBlank(address.Country)
            ? country
            : Country.Read(address.Country) ?? Spelling.Collapse(address.Country).ToLowerInvariant();
        var builder = new StringBuilder(64);
        AppendWords(builder, address.Street);
        builder.Append('|');
        AppendPostalCode(builder, address.PostalCode, code);
        builder.Append('|');
        AppendWords(builder, address.City);
        return builder.Append('|').Append(code).ToString();
    }

    /// <summary>Lower case; line breaks, commas and dots become spaces; "12 B" equals "12B".</summary>
    private static void AppendWords(StringBuilder builder, string? text)
    {
        var start = builder.Length;
        foreach (var c in Spelling.Collapse(text ?? ""))
        {
            if (c is not (' ' or ',' or '.' or ';'))
            {
                builder.Append(char.ToLowerInvariant(c));
            }
            else if (builder.Length > start && builder[^1] != ' ')
            {
                builder.Append(' ');
            }
        }

        if (builder.Length > start && builder[^1] == ' ')
        {
            builder.Length--;
        }

        for (var index = start + 1; index + 1 < builder.Length; index++)
        {
            var endsWord = index + 2 == builder.Length || builder[index + 2] == ' ';
            if (
                builder[index] == ' '
                && char.IsAsciiDigit(builder[index - 1])
                && char.IsLetter(builder[index + 1])
                && endsWord
            )
            {
                builder.Remove(index, 1);
            }
        }
    }

    /// <summary>Letters and digits only; a country prefix ("SE-114 55", "N-0155") is left out.</summary>
    private static void AppendPostalCode(StringBuilder builder, string? text, string? country)
    {
        var code = Spelling.Collapse(text ?? "").AsSpan();
        var dash = code.IndexOf('-');
        if (
            country is not null
            && dash is 1 or 2
            && char.ToUpperInvariant(code[0]) == country[0]
            && (dash == 1 || code[..2].Equals(country, StringComparison.OrdinalIgnoreCase))
        )
        {
            code = code[(dash + 1)..];
        }

        foreach (var c in code)
        {
            if (char.IsLetterOrDigit(c))
            {
                builder.Append(char.ToLowerInvariant(c));
            }
        }
    }
}
