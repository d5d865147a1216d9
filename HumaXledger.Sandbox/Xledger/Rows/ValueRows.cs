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

/// <summary>A value that Xledger itself defines, such as a gender.</summary>
public sealed class SystemValueRow : Row
{
    public const string Gender = "GENDER";
    public const string LedgerTypes = "LEDGER_TYPE";

    public long DbId { get; set; }

    /// <summary>Small and the same for every customer.</summary>
    public int DbSubId { get; set; }

    public string? Code { get; set; }
    public string? Name { get; set; }

    /// <summary>What kind of value it is: <see cref="Gender"/> or <see cref="LedgerTypes"/>.</summary>
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

/// <summary>A value of a code table that the customer fills: position, employment type, department.</summary>
public sealed class ObjectValueRow : Row
{
    public int DbId { get; set; }
    public string? Code { get; set; }
    public string? Description { get; set; }
    public long ObjectKindDbId { get; set; }
    public DateOnly? DateFrom { get; set; }
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
    public string? CountryCode { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = value;
    }
}
