using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// Checks one value by itself, before any plan is made. What depends on several fields is <see cref="PersonCheck"/>'s; what depends on other people
/// (uniqueness) is planning's.
/// </summary>
public static class FieldCheck
{
    /// <summary>The longest text that Huma takes in one field (contracts/huma.md 2.8); Xledger's limits are not published.</summary>
    public const int MaxLength = 255;

    /// <param name="country">Country whose national spellings are meant, as a code or a name; null where none is known. A country within the value comes first.</param>
    public static Verdict Check(Field field, FieldValue.Of value, string? country, DateOnly today)
    {
        var text = Unseen.Without(value.Text);
        if (string.IsNullOrWhiteSpace(text))
        {
            return Verdict.Refuse(ReasonCodes.TextEmpty);
        }

        if (Spelling.IsBroken(value.Text))
        {
            return Verdict.Refuse(ReasonCodes.TextCharacters);
        }

        if (!string.IsNullOrWhiteSpace(country) && Country.Read(country) is null && field is Field.Phone or Field.BankAccount or Field.Address or Field.Identification)
        {
            return UnknownCountry(country);
        }

        return field switch
        {
            Field.Email => CheckEmail(text),
            Field.Phone => CheckPhone(text, Country.Read(country)),
            Field.DateOfBirth => CalendarDate.CheckBirth(text, today),
            Field.EmploymentStart or Field.ProbationEnd or Field.TerminationNotice or Field.EmploymentEnd => CalendarDate.CheckEmployment(text, today),
            Field.BankAccount => CheckAccount(BankAccount.Read(text), country),
            Field.Address => AddressCheck.Check(Address.Read(text), country),
            Field.Gender => CheckText(Gender.Normalise(text)),
            Field.Identification => CheckIdentification(text, country, today),
            _ => CheckText(Spelling.Collapse(text)),
        };
    }

    private static Verdict CheckText(string collapsed) =>
        collapsed.Length > MaxLength ? Verdict.Refuse(ReasonCodes.TextTooLong, $"{MaxLength}") : Verdict.Accept(collapsed);

    private static Verdict CheckEmail(string text) => Email.IsValid(text) ? Verdict.Accept(Email.Normalise(text)) : Verdict.Refuse(ReasonCodes.EmailSyntax);

    private static Verdict CheckPhone(string text, string? country) =>
        PhoneNumber.ToE164(text, country) is { } number ? Verdict.Accept(number) : Verdict.Refuse(ReasonCodes.PhoneInvalid, country ?? "");

    private static Verdict CheckAccount(BankAccount account, string? country)
    {
        if (account.Country is { Length: > 0 } stated && Country.Read(stated) is null)
        {
            return UnknownCountry(stated);
        }

        if (IsBroken(account.Number) || IsBroken(account.Country) || IsBroken(account.Bic))
        {
            return Verdict.Refuse(ReasonCodes.TextCharacters);
        }

        if (BankAccountNumber.Read(account.Number ?? "", account.Country ?? country) is not { } number)
        {
            return Verdict.Refuse(ReasonCodes.BankAccountSyntax);
        }

        return number.Check() is { } reason
            ? new Verdict(Valid: false, Normalised: null, reason)
            : Verdict.Accept(number.Number, number.Warning());
    }

    private static Verdict CheckIdentification(string text, string? country, DateOnly today)
    {
        if (country is not null && !NationalId.IsKnown(country))
        {
            // No rules for this country's numbers here: only the length can be judged.
            return CheckText(Spelling.Collapse(text));
        }

        return NationalId.ReadOfAny(text, country, today, out var problem) is { } id ? Verdict.Accept(id.Number, id.Warning(country)) : new Verdict(Valid: false, Normalised: null, problem);
    }

    // No country has a digit in its name: what has them is something else that landed there, perhaps the account
    // itself. What cannot be stored as it is (half a surrogate pair, which the cut may leave too) is not repeated.
    internal static Verdict UnknownCountry(string text) => Verdict.Refuse(
        ReasonCodes.CountryUnknown,
        string.Concat((text.Length > 60 ? text[..60] : text).EnumerateRunes()
            .Select(rune => Rune.IsDigit(rune) ? "•" : rune.ToString())));

    private static bool IsBroken(string? text) => text is not null && Spelling.IsBroken(text);
}
