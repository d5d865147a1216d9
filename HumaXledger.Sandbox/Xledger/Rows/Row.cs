namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>
/// A record as Xledger keeps it. Once it is in the store it is never changed in place: an edit stores a changed copy,
/// so a row that
/// was handed out stays as it was.
/// </summary>
public abstract class Row
{
    /// <summary>The entity that owns the record.</summary>
    public int OwnerDbId { get; set; }

    /// <summary>UTC; answers give it in Oslo local time.</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>UTC; answers give it in Oslo local time.</summary>
    public DateTime ModifiedAt { get; set; }

    internal abstract long Key { get; set; }

    internal Row Copy() => (Row)MemberwiseClone();
}
