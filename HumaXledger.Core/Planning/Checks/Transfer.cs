using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>
/// The value that a system is sent when it takes over the other's: the source's own spelling, with the country that the
/// target needs or has stored already.
/// Huma wants a country with a national bank account and with an identification (contracts/huma.md 2.8, 2.10); a phone
/// number that was stored with a calling
/// code is not replaced by one without.
/// </summary>
/// <param name="Value">What is written; the source's value where it cannot be.</param>
/// <param name="Refusal">Why it cannot be written: its country stays undecided. Null where it can.</param>
internal readonly record struct Transfer(FieldValue Value, Reason? Refusal)
{
    /// <summary>The value of one side of a difference as the other takes it.</summary>
    public static Transfer Of(Difference difference, Side source, OrganizationCountries countries, DateOnly today) =>
        Of(difference.Pair, difference.Field, source, countries, today);

    /// <summary>What one record of a pair holds as the other's system takes it.</summary>
    public static Transfer Of(Pair pair, Field field, Side source, OrganizationCountries countries, DateOnly today) =>
        source == Side.Huma
            ? ToXledger(field, pair.Huma[field], pair.Huma, pair.Xledger, countries)
            : ToHuma(field, pair.Xledger[field], pair.Huma, pair.Xledger, countries, today);

    /// <param name="huma">The person in Huma; null for a person who is to be added there.</param>
    /// <param name="xledger">The person in Xledger, who holds the value.</param>
    public static Transfer ToHuma(
        Field field,
        FieldValue value,
        Person? huma,
        Person xledger,
        OrganizationCountries countries,
        DateOnly today
    )
    {
        if (value.TextOrNull is not { } text || !FieldRules.KindOf(field).IsNumber())
        {
            return new(value, null);
        }

        var stored = huma is null ? null : NumberCountry.Stated(field, huma[field]);
        var evidence = CountryEvidence.Of(huma, xledger, stored, countries);
        return FieldRules.KindOf(field) switch
        {
            FieldKind.Phone => Phone(text, value, stored, evidence),
            FieldKind.BankAccount => Account(text, value, evidence, today),
            _ => Identification(text, value, evidence, today),
        };
    }

    /// <param name="huma">The person in Huma, who holds the value.</param>
    /// <param name="xledger">The person in Xledger; null for a person who is to be added there.</param>
    public static Transfer ToXledger(
        Field field,
        FieldValue value,
        Person huma,
        Person? xledger,
        OrganizationCountries countries
    )
    {
        switch (FieldRules.KindOf(field), value.TextOrNull)
        {
            case (FieldKind.Phone, { } text):
                var stored = xledger is null ? null : NumberCountry.Stated(field, xledger[field]);
                return Phone(text, value, stored, CountryEvidence.Of(huma, xledger, stored, countries));
            case (FieldKind.Identification, { } text):
                // Xledger keeps the bare number.
                return new(FieldValue.From(IdentificationNumber.Read(text).Number), null);
            default:
                return new(value, null);
        }
    }

    private static Transfer Phone(string text, FieldValue value, string? stored, CountryEvidence evidence)
    {
        if (stored is null || PhoneNumber.StatesCountry(text))
        {
            return new(value, null);
        }

        return NumberCountry.OfPhone(text, evidence) is { } country && PhoneNumber.ToE164(text, country) is { } number
            ? new(new FieldValue.Of(number), null)
            : new(value, new Reason(ValueReasons.NumberCountryUndecided));
    }

    private static Transfer Account(string text, FieldValue value, CountryEvidence evidence, DateOnly today)
    {
        var account = BankAccount.Read(text);
        if (account.IsInternational)
        {
            return new(value, null);
        }

        // The country beside an account in Xledger is the employing company's: evidence, no statement.
        var bare = account with { Country = null };
        return NumberCountry.Of(Field.BankAccount, bare.ToValue().TextOrNull ?? "", evidence, today) is { } country
            ? new((bare with { Country = country }).ToValue(), null)
            : new(value, new Reason(ValueReasons.NumberCountryUndecided));
    }

    private static Transfer Identification(string text, FieldValue value, CountryEvidence evidence, DateOnly today)
    {
        var id = IdentificationNumber.Read(text);
        return NumberCountry.Of(Field.Identification, text, evidence, today) is { } country
            ? new((id with { Country = country }).ToValue(), null)
            : new(value, new Reason(ValueReasons.NumberCountryUndecided));
    }
}
