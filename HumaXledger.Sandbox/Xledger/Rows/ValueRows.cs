namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>A country; its code is ISO 3166 alpha-2.</summary>
public sealed class CountryRow : Row
{
    public int DbId { get; set; }
    public required string Code { get; set; }
    public string? Description { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = (int)value;
    }
}

/// <summary>A value that Xledger defines, such as a gender.</summary>
public sealed class SystemValueRow : Row
{
    /// <summary>The <see cref="Definition"/> of genders.</summary>
    public const string Gender = "GENDER";

    /// <summary>The <see cref="Definition"/> of subledger types.</summary>
    public const string LedgerTypes = "LEDGER_TYPE";

    public long DbId { get; set; }

    /// <summary>A small number that is the same for every customer.</summary>
    public int DbSubId { get; set; }

    public string? Code { get; set; }
    public string? Name { get; set; }

    /// <summary>The kind of value: <see cref="Gender"/> or <see cref="LedgerTypes"/>.</summary>
    public required string Definition { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = value;
    }
}

/// <summary>A kind of code table, such as POSITION.</summary>
public sealed class ObjectKindRow : Row
{
    public long DbId { get; set; }
    public required string Name { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = value;
    }
}

/// <summary>A customer-defined value of a code table: position, employment type, department.</summary>
public sealed class ObjectValueRow : Row
{
    public int DbId { get; set; }
    public string? Code { get; set; }
    public string? Description { get; set; }

    /// <summary>The code table that the value belongs to (<see cref="ObjectKindRow"/>).</summary>
    public long ObjectKindDbId { get; set; }

    /// <summary>First day of validity; null for no limit.</summary>
    public DateOnly? DateFrom { get; set; }

    /// <summary>Last day of validity; null for no limit.</summary>
    public DateOnly? DateTo { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = (int)value;
    }
}

/// <summary>A bank account of a company.</summary>
public sealed class BankAccountRow : Row
{
    public long DbId { get; set; }
    public string? Code { get; set; }
    public string? Description { get; set; }
    public string? BankAccount { get; set; }
    public int? CompanyDbId { get; set; }

    /// <summary>ISO 3166 alpha-2.</summary>
    public string? CountryCode { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = value;
    }
}
