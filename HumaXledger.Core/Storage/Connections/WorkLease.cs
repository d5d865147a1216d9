namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// Which node works off the pending changes of a connection; another one takes over when it has not renewed it in time.
/// </summary>
public sealed class WorkLease
{
    public Guid ConnectionId { get; init; }

    public required string Holder { get; set; }

    public DateTime Until { get; set; }
}
