using System.Text.Json;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.Addresses;

/// <summary>Checks that need no address register: lengths, country, and the form of the postal code.</summary>
internal static class AddressCheck
{
    /// <summary>
    /// The address as the JSON of <see cref="Address"/>; a postal code of the wrong form for its country is a warning.
    /// </summary>
    public static Verdict Check(Address address, string? defaultCountry)
    {
        if (address.IsEmpty)
        {
            return Verdict.Refuse(ValueReasons.TextEmpty);
        }

        if (
            IsBroken(address.Street)
            || IsBroken(address.PostalCode)
            || IsBroken(address.City)
            || IsBroken(address.Country)
        )
        {
            return Verdict.Refuse(ValueReasons.TextCharacters);
        }

        var lines = (address.Street ?? "").Split('\n');
        if (lines.Any(IsTooLong) || IsTooLong(address.PostalCode) || IsTooLong(address.City))
        {
            return Verdict.Refuse(ValueReasons.TextTooLong, $"{FieldCheck.MaxLength}");
        }

        var stated = InvisibleCharacters.IsBlank(address.Country) ? null : address.Country;
        var country = Country.Read(stated ?? defaultCountry);
        if (stated is not null && country is null)
        {
            return FieldCheck.UnknownCountry(stated);
        }

        var street = string.Join('\n', lines.Select(Spelling.Collapse).Where(line => line.Length > 0));
        var clean = new Address(OrNull(street), Part(address.PostalCode), Part(address.City), country);
        var warning =
            country is not null && clean.PostalCode is { } code && !PostalCodeForm.Fits(code, country)
                ? new Reason(ValueReasons.AddressPostalCode, country)
                : null;
        return Verdict.Accept(JsonSerializer.Serialize(clean, FieldJson.Options), warning);
    }

    private static bool IsBroken(string? text) => text is not null && Spelling.IsBroken(text);

    private static bool IsTooLong(string? text) => text?.Length > FieldCheck.MaxLength;

    private static string? Part(string? text) => OrNull(Spelling.Collapse(text ?? ""));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
