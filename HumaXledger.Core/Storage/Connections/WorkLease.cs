namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// Which node processes the pending changes of a connection; another node takes over when it was not renewed in time.
/// </summary>
public sealed class WorkLease
{
    /// <summary>Key: the connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>Identifies the process that holds the lease.</summary>
    public required string Holder { get; set; }

    /// <summary>When the lease ends unless it is renewed, by the clock of the database.</summary>
    public DateTime Until { get; set; }
}
