using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>The ledger record through which a person is paid. Suppliers are a view of the ones of that type.</summary>
public sealed class SubledgerRow : Row
{
    public int DbId { get; set; }
    public string? Code { get; set; }
    public string? Description { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public string? BankAccount { get; set; }
    public string? TaxNo { get; set; }
    public LedgerType LedgerType { get; set; } = LedgerType.Supplier;

    /// <summary>The company whose country tells how the bank account is written.</summary>
    public int? CompanyDbId { get; set; }

    public long? ContactDbId { get; set; }
    public DateOnly? FromDate { get; set; }
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

public enum LedgerType
{
    Supplier,
    Customer,
}
