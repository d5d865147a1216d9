using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Inbound;

/// <summary>
/// The client secret and access token that Huma signs and authorizes its messages with. Shown once, when they are made;
/// after a rotation the old ones hold for a while.
/// </summary>
public sealed class WebhookKey
{
    public long Id { get; init; }

    public Guid ConnectionId { get; init; }

    public required ProtectedSecret Secret { get; init; }

    public required ProtectedSecret Token { get; init; }

    public DateTime CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>Null: the current one.</summary>
    public DateTime? ExpiresAt { get; set; }
}
