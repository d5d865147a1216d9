using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>The person behind an employee.</summary>
public sealed class ContactRow : Row
{
    /// <summary>A number here, a JSON string in answers.</summary>
    public long DbId { get; set; }

    /// <summary>A textual id that differs from <see cref="DbId"/>.</summary>
    public string? Id { get; set; }

    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? FirstName { get; set; }
    public string? MiddleName { get; set; }
    public string? LastName { get; set; }
    public DateOnly? Birthday { get; set; }
    public string? SocialSec { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
    public string? JobTitle { get; set; }

    /// <summary>A system value of the kind <see cref="SystemValueRow.Gender"/>.</summary>
    public long? GenderDbId { get; set; }

    public string? CountryCode { get; set; }
    public int? CompanyDbId { get; set; }
    public DateOnly? FromDate { get; set; }
    public DateOnly? ToDate { get; set; }
    public AddressRow? Address { get; set; }
    public AddressRow? HomeAddress { get; set; }
    public AddressRow? BillAddress { get; set; }
    public AddressRow? ShipAddress { get; set; }

    /// <summary>Declared scalar fields that have no property of their own, by field name.</summary>
    public ImmutableDictionary<string, object> More { get; set; } = ImmutableDictionary<string, object>.Empty;

    internal override long Key
    {
        get => DbId;
        set => DbId = value;
    }
}
