using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// Applies an address input to an address. An address can be changed but not cleared (design/product.md 3).
/// </summary>
internal static class AddressWriting
{
    /// <summary>The address after the write; null when there was none before and none is given.</summary>
    /// <param name="input">Null when no address was given.</param>
    /// <param name="countryCode">From the country reference beside the address; null when none was given.</param>
    public static AddressRow? Apply(AddressRow? before, InputObject? input, string? countryCode, XledgerRequest request)
    {
        if (input is null || !input.Any(part => part.Value is string { Length: > 0 }))
            return countryCode is null
                ? before
                : (before ?? new AddressRow(null, null, null)) with
                {
                    CountryCode = countryCode,
                };
        var country = countryCode
            ?? (
                request.Switches.AddressTakesCountryText ? CountryNamed((string?)input["country"], request.Store) : null
            );
        return request.Switches.AddressInput == AddressInput.ReplacesAll
            ? new AddressRow(Part("streetAddress", null), Part("zipCode", null), Part("place", null), country)
            : new AddressRow(
                Part("streetAddress", before?.StreetAddress),
                Part("zipCode", before?.ZipCode),
                Part("place", before?.Place),
                country ?? before?.CountryCode
            );

        string? Part(string name, string? kept) => input[name] is string text ? (text.Length == 0 ? null : text) : kept;
    }

    private static string? CountryNamed(string? name, XledgerStore store) =>
        store
            .Countries.Rows.FirstOrDefault(country =>
                string.Equals(country.Description, name, StringComparison.OrdinalIgnoreCase)
            )
            ?.Code;
}
