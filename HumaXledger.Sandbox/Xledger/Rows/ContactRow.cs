using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>The person behind an employee.</summary>
public sealed class ContactRow : Row
{
    /// <summary>A JSON string in answers.</summary>
    public long DbId { get; set; }

    /// <summary>A textual id that differs from <see cref="DbId"/>.</summary>
    public string? Id { get; set; }

    public string? Code { get; set; }

    /// <summary>The full name; a write of the parts below replaces it.</summary>
    public string? Name { get; set; }
    public string? FirstName { get; set; }
    public string? MiddleName { get; set; }
    public string? LastName { get; set; }
    public DateOnly? Birthday { get; set; }

    /// <summary>National identity number; <see cref="XledgerSwitches.SocialSec"/> decides how it reads.</summary>
    public string? SocialSec { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }

    /// <summary>Free text, apart from the employee's position.</summary>
    public string? JobTitle { get; set; }

    /// <summary>A system value of the kind <see cref="SystemValueRow.Gender"/>.</summary>
    public long? GenderDbId { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public string? CountryCode { get; set; }
    public int? CompanyDbId { get; set; }

    /// <summary>First day of validity; null for no limit.</summary>
    public DateOnly? FromDate { get; set; }

    /// <summary>Last day of validity; null for no limit.</summary>
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
