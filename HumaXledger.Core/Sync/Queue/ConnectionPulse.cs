namespace HumaXledger.Core.Sync.Queue;

/// <summary>
/// Something changed on a connection: a message came, or a batch ended. Pages that show it read again what they show.
/// </summary>
/// <param name="At">UTC.</param>
public sealed record ConnectionPulse(Guid ConnectionId, DateTime At);
