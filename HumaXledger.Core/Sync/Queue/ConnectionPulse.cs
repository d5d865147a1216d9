namespace HumaXledger.Core.Sync.Queue;

/// <summary>
/// Something moved on a connection: word came, or some of it was worked off. Whoever shows it reads anew what it shows.
/// </summary>
/// <param name="At">UTC.</param>
public sealed record ConnectionPulse(Guid ConnectionId, DateTime At);
