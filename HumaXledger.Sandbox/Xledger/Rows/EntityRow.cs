namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>A group or company that owns records. Its own id is its <see cref="Row.OwnerDbId"/>.</summary>
public sealed class EntityRow : Row
{
    /// <summary>The parent entity; null at the top.</summary>
    public int? ParentOwnerDbId { get; set; }

    public string? Code { get; set; }
    public string? Description { get; set; }

    /// <summary>The legal company of the entity.</summary>
    public int? CompanyDbId { get; set; }

    internal override long Key
    {
        get => OwnerDbId;
        set => OwnerDbId = (int)value;
    }
}
