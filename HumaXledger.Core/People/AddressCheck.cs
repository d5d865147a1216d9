using System.Text.Json;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>
/// What can be said of an address without looking it up: lengths, country, and the form of postal codes.
/// </summary>
internal static class AddressCheck
{
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

        var stated = Unseen.IsBlank(address.Country) ? null : address.Country;
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
