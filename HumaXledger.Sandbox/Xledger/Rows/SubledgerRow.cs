using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>The ledger record through which a person is paid. Suppliers are the subledgers of that type.</summary>
public sealed class SubledgerRow : Row
{
    public int DbId { get; set; }
    public string? Code { get; set; }
    public string? Description { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }

    /// <summary>National account number or IBAN, as it was written.</summary>
    public string? BankAccount { get; set; }
    public string? TaxNo { get; set; }

    /// <summary>Decides whether the subledger is listed as a supplier.</summary>
    public LedgerType LedgerType { get; set; } = LedgerType.Supplier;

    /// <summary>The company whose country decides how the bank account is written.</summary>
    public int? CompanyDbId { get; set; }

    /// <summary>The contact of the same person.</summary>
    public long? ContactDbId { get; set; }

    /// <summary>First day of validity; null for no limit.</summary>
    public DateOnly? FromDate { get; set; }

    /// <summary>Last day of validity; null for no limit.</summary>
    public DateOnly? ToDate { get; set; }
    public AddressRow? Address { get; set; }
    public AddressRow? BillAddress { get; set; }
    public AddressRow? ShipAddress { get; set; }

    /// <summary>Declared scalar fields that have no property of their own, by field name.</summary>
    public ImmutableDictionary<string, object> More { get; set; } = ImmutableDictionary<string, object>.Empty;

    internal override long Key
    {
        get => DbId;
        set => DbId = (int)value;
    }
}

/// <summary>The types of a subledger.</summary>
public enum LedgerType
{
    Supplier,
    Customer,
}
