namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>A group or a company that owns records. Its own id is its <see cref="Row.OwnerDbId"/>.</summary>
public sealed class EntityRow : Row
{
    /// <summary>The entity above, or null at the top.</summary>
    public int? ParentOwnerDbId { get; set; }

    public string? Code { get; set; }
    public string? Description { get; set; }
    public int? CompanyDbId { get; set; }

    internal override long Key
    {
        get => OwnerDbId;
        set => OwnerDbId = (int)value;
    }
}
