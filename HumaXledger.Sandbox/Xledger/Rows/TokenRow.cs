using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>An API token: the entity that it sees (with everything below) and its rights there.</summary>
public sealed class TokenRow : Row
{
    public int DbId { get; set; }

    /// <summary>Base64url without padding; decodes and re-encodes to itself.</summary>
    public required string Text { get; set; }

    /// <summary>The name in the sandbox, with what the token is for.</summary>
    public required string Description { get; set; }

    /// <summary>The entity that the token belongs to; child entities are visible too.</summary>
    public required int EntityOwnerDbId { get; set; }

    /// <summary>What the token may read and write.</summary>
    public ImmutableHashSet<XledgerRight> Rights { get; set; } = XledgerRight.Full;

    /// <summary>A revoked token is answered like an unknown one.</summary>
    public bool Revoked { get; set; }

    /// <summary>UTC; null when it does not expire.</summary>
    public DateTime? ExpiresAt { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = (int)value;
    }
}
