using System.Text.Json;

namespace HumaXledger.Core.People;

/// <summary>What can be said of an address without looking it up: lengths, country, and the form of Nordic postal codes.</summary>
internal static class AddressCheck
{
    public static Verdict Check(Address address, string? defaultCountry)
    {
        if (address.IsEmpty)
        {
            return Verdict.Refuse(ReasonCodes.TextEmpty);
        }

        if (IsBroken(address.Street) || IsBroken(address.PostalCode) || IsBroken(address.City) || IsBroken(address.Country))
        {
            return Verdict.Refuse(ReasonCodes.TextCharacters);
        }

        var lines = (address.Street ?? "").Split('\n');
        if (lines.Any(IsTooLong) || IsTooLong(address.PostalCode) || IsTooLong(address.City))
        {
            return Verdict.Refuse(ReasonCodes.TextTooLong, $"{FieldCheck.MaxLength}");
        }

        var stated = string.IsNullOrWhiteSpace(address.Country) ? null : address.Country;
        var country = Country.Read(stated ?? defaultCountry);
        if (stated is not null && country is null)
        {
            return FieldCheck.UnknownCountry(stated);
        }

        var street = string.Join('\n', lines.Select(Spelling.Collapse).Where(line => line.Length > 0));
        var clean = new Address(OrNull(street), Part(address.PostalCode), Part(address.City), country);
        var warning = country is not null && clean.PostalCode is not null && !FitsPostalCode(clean.PostalCode, country) ? new Reason(ReasonCodes.AddressPostalCode, country) : null;
        return Verdict.Accept(JsonSerializer.Serialize(clean, FieldJson.Options), warning);
    }

    /// <summary>The number of digits in the Nordic countries; anything elsewhere.</summary>
    private static bool FitsPostalCode(string postalCode, string country)
    {
        var digits = country switch { "NO" or "SJ" or "DK" or "GL" => 4, "SE" or "FI" or "AX" => 5, "IS" or "FO" => 3, _ => 0 };
        if (digits == 0)
        {
            return true;
        }

        // "SE-114 55": the country's letters before the code are common and harmless.
        var dash = postalCode.IndexOf('-');
        return Spelling.Digits(dash is 1 or 2 ? postalCode.AsSpan(dash + 1) : postalCode)?.Length == digits;
    }

    private static bool IsBroken(string? text) => text is not null && Spelling.IsBroken(text);

    private static bool IsTooLong(string? text) => text?.Length > FieldCheck.MaxLength;

    private static string? Part(string? text) => OrNull(Spelling.Collapse(text ?? ""));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
