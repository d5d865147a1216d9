namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>
/// A record in Xledger. A row in the store is immutable: an edit stores a changed copy, so a row that was read before
/// does not change.
/// </summary>
public abstract class Row
{
    /// <summary>The entity that owns the record.</summary>
    public int OwnerDbId { get; set; }

    /// <summary>UTC; answers have it in Oslo local time.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC; answers have it in Oslo local time.</summary>
    public DateTime ModifiedAt { get; set; }

    internal abstract long Key { get; set; }

    internal Row Copy() => (Row)MemberwiseClone();
}
