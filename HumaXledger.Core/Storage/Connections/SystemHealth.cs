using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>Whether the token or key of one side was accepted when it was last tried.</summary>
public sealed class SystemHealth
{
    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The system that was asked.</summary>
    public Side Side { get; init; }

    /// <summary>When it was asked last.</summary>
    public DateTime CheckedAt { get; set; }

    /// <summary>When it was last accepted; null: never since checks began.</summary>
    public DateTime? AcceptedAt { get; set; }

    /// <summary>Whether it was accepted at the last check.</summary>
    public bool Accepted { get; set; }

    /// <summary>Why it is not accepted; null where it is.</summary>
    public Reason? Reason { get; set; }
}
