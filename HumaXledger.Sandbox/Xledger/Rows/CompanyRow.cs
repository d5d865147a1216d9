namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>A legal company: of the group itself, or one that subledgers refer to.</summary>
public sealed class CompanyRow : Row
{
    public int DbId { get; set; }
    public string? Code { get; set; }
    public string? Description { get; set; }

    /// <summary>The organization number.</summary>
    public string? CompanyNumber { get; set; }
    public string? TaxNumber { get; set; }

    /// <summary>ISO 3166 alpha-2. Readable through the company's address only, as documented.</summary>
    public string? CountryCode { get; set; }

    /// <summary>Street, postal code and place; the country is always <see cref="CountryCode"/>.</summary>
    public AddressRow? Address { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = (int)value;
    }
}
