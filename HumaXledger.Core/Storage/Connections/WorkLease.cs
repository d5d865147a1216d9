namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// Which node works off the pending changes of a connection; another one takes over when it has not renewed it in time.
/// </summary>
public sealed class WorkLease
{
    /// <summary>Key: the connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>Identifies the process that holds the lease.</summary>
    public required string Holder { get; set; }

    /// <summary>When the lease ends unless it is renewed.</summary>
    public DateTime Until { get; set; }
}
