namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>An address on a contact, a subledger or a company.</summary>
/// <param name="CountryCode">ISO 3166 alpha-2; a code that is not in the store reads as no country.</param>
public sealed record AddressRow(string? StreetAddress, string? ZipCode, string? Place, string? CountryCode = null)
{
    /// <summary>One line: street, postal code and place.</summary>
    public string? FullAddress
    {
        get
        {
            var place = string.Join(' ', new[] { ZipCode, Place }.Where(part => !string.IsNullOrEmpty(part)));
            var line = string.Join(", ", new[] { StreetAddress, place }.Where(part => !string.IsNullOrEmpty(part)));
            return line.Length == 0 ? null : line;
        }
    }
}
