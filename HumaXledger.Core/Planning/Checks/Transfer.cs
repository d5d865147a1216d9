using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>
/// The value that is sent to one system when it takes the other's: the source's spelling, with the country that the
/// target requires or has stored. Huma requires a country with a national bank account and with an identification
/// (contracts/huma.md 2.8, 2.10); a phone number stored with a calling code is not replaced by one without.
/// </summary>
/// <param name="Value">The value to write; the source's value where it cannot be written.</param>
/// <param name="Refusal">Why it cannot be written: its country is undecided. Null where it can.</param>
internal readonly record struct Transfer(FieldValue Value, Reason? Refusal)
{
    /// <summary>The value of one side of a difference as it is sent to the other.</summary>
    public static Transfer Of(Difference difference, Side source, OrganizationCountries countries, DateOnly today) =>
        Of(difference.Pair, difference.Field, source, countries, today);

    /// <summary>The value of one record of a pair as it is sent to the other system.</summary>
    public static Transfer Of(Pair pair, Field field, Side source, OrganizationCountries countries, DateOnly today) =>
        source == Side.Huma
            ? ToXledger(field, pair.Huma[field], pair.Huma, pair.Xledger, countries)
            : ToHuma(field, pair.Xledger[field], pair.Huma, pair.Xledger, countries, today);

    /// <summary>An Xledger value as it is sent to Huma.</summary>
    /// <param name="huma">The person in Huma; null for a person to be added there.</param>
    /// <param name="xledger">The person in Xledger, whose value it is.</param>
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

    /// <summary>A Huma value as it is sent to Xledger.</summary>
    /// <param name="huma">The person in Huma, whose value it is.</param>
    /// <param name="xledger">The person in Xledger; null for a person to be added there.</param>
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

        // The country of an account in Xledger is the employing company's: evidence, and no part of the account.
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
