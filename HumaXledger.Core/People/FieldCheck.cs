using System.Text;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>
/// Checks one value by itself, before any plan is made. <see cref="PersonCheck"/> checks what depends on several
/// fields, planning what depends on other people (uniqueness).
/// </summary>
public static class FieldCheck
{
    /// <summary>
    /// The longest text that Huma accepts in one field (contracts/huma.md 2.8); Xledger's limits are not published.
    /// </summary>
    public const int MaxLength = 255;

    // The shortest subscriber numbers (ITU-T E.164 annex A).
    private const int FewestPhoneDigits = 4;

    /// <summary>
    /// Accepts a value in its normal spelling, with or without a warning, or refuses it with a reason.
    /// </summary>
    /// <param name="country">
    /// Country whose national spellings apply, as a code or a name; null where none is known. A country within the
    /// value takes precedence.
    /// </param>
    public static Verdict Check(Field field, FieldValue.Of value, string? country, DateOnly today)
    {
        var text = InvisibleCharacters.Without(value.Text);
        if (string.IsNullOrWhiteSpace(text))
        {
            return Verdict.Refuse(ValueReasons.TextEmpty);
        }

        if (Spelling.IsBroken(value.Text))
        {
            return Verdict.Refuse(ValueReasons.TextCharacters);
        }

        if (
            !string.IsNullOrWhiteSpace(country)
            && Country.Read(country) is null
            && FieldRules.KindOf(field).HasCountry()
        )
        {
            return UnknownCountry(country);
        }

        return FieldRules.KindOf(field) switch
        {
            FieldKind.Email => CheckEmail(text),
            FieldKind.Phone => CheckPhone(text, Country.Read(country)),
            FieldKind.BirthDate => CalendarDate.CheckBirth(text, today),
            FieldKind.Date => CalendarDate.CheckEmployment(text, today),
            FieldKind.BankAccount => CheckAccount(BankAccount.Read(text), country),
            FieldKind.Address => AddressCheck.Check(Address.Read(text), country),
            FieldKind.Gender => CheckText(Gender.Normalise(text)),
            FieldKind.Identification => CheckIdentification(IdentificationNumber.Read(text), country, today),
            _ => CheckText(Spelling.Collapse(text)),
        };
    }

    /// <summary>
    /// Checks a value with what is known about the person: a number that states no country is read as the country that
    /// the evidence makes most likely.
    /// </summary>
    public static Verdict Check(Field field, FieldValue.Of value, CountryEvidence evidence, DateOnly today)
    {
        var first = evidence.First;
        if (
            Check(field, value, first, today) is var verdict
            && (verdict is { Valid: true, Reason: null } || !FieldRules.KindOf(field).IsNumber())
        )
        {
            return verdict;
        }

        // Without any known country a national number is written as it is spelled.
        if (
            FieldRules.KindOf(field) == FieldKind.Phone
            && first is null
            && !Spelling.IsBroken(value.Text)
            && PhoneNumber.NationalDigits(value.Text) is { Length: >= FewestPhoneDigits } digits
        )
        {
            return Verdict.Accept(digits);
        }

        return NumberCountry.Likeliest(field, value.Text, evidence, today) is { } likeliest && likeliest != first
            ? Check(field, value, likeliest, today)
            : verdict;
    }

    private static Verdict CheckText(string collapsed) =>
        collapsed.Length > MaxLength
            ? Verdict.Refuse(ValueReasons.TextTooLong, $"{MaxLength}")
            : Verdict.Accept(collapsed);

    private static Verdict CheckEmail(string text) =>
        Email.IsValid(text) ? Verdict.Accept(Email.Normalise(text)) : Verdict.Refuse(ValueReasons.EmailSyntax);

    private static Verdict CheckPhone(string text, string? country) =>
        PhoneNumber.ToE164(text, country) is { } number
            ? Verdict.Accept(number)
            : Verdict.Refuse(ValueReasons.PhoneInvalid, country ?? "");

    private static Verdict CheckAccount(BankAccount account, string? country)
    {
        if (account.Country is { Length: > 0 } stated && Country.Read(stated) is null)
        {
            return UnknownCountry(stated);
        }

        if (IsBroken(account.Number) || IsBroken(account.Country) || IsBroken(account.Bic))
        {
            return Verdict.Refuse(ValueReasons.TextCharacters);
        }

        if (BankAccountNumber.Read(account.Number ?? "", account.Country ?? country) is not { } number)
        {
            return Verdict.Refuse(ValueReasons.BankAccountSyntax);
        }

        return number.Check() is { } reason
            ? new Verdict(Valid: false, Normalised: null, reason)
            : Verdict.Accept(number.Number, number.Warning());
    }

    private static Verdict CheckIdentification(IdentificationNumber id, string? usualCountry, DateOnly today)
    {
        if (!string.IsNullOrWhiteSpace(id.Country) && Country.Read(id.Country) is null)
        {
            return UnknownCountry(id.Country);
        }

        var (text, country) = (id.Number, id.Country ?? usualCountry);
        if (country is not null && !NationalId.IsKnown(country))
        {
            // There are no rules for this country's numbers: only the length is checked.
            return CheckText(Spelling.Collapse(text));
        }

        return NationalId.ReadOfAny(text, country, today, out var problem) is { } read
            ? Verdict.Accept(read.Number, read.Warning(country))
            : new Verdict(Valid: false, Normalised: null, problem);
    }

    // A country name has no digits, so such a text is a misplaced value, perhaps the account number: digits are masked.
    // Unpaired surrogates, which the cut may leave too, are replaced.
    internal static Verdict UnknownCountry(string text) =>
        Verdict.Refuse(
            ValueReasons.CountryUnknown,
            string.Concat(
                (text.Length > 60 ? text[..60] : text)
                    .EnumerateRunes()
                    .Select(rune => Rune.IsDigit(rune) ? "•" : rune.ToString())
            )
        );

    private static bool IsBroken(string? text) => text is not null && Spelling.IsBroken(text);
}
