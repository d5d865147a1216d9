using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger.Rows;

/// <summary>An API token: the entity it sees (with everything below it) and what it may read and write there.</summary>
public sealed class TokenRow : Row
{
    public int DbId { get; set; }

    /// <summary>Base64url without padding; decodes and re-encodes to itself.</summary>
    public required string Text { get; set; }

    public required string Description { get; set; }
    public required int EntityOwnerDbId { get; set; }
    public ImmutableHashSet<XledgerRight> Rights { get; set; } = XledgerRight.Full;
    public bool Revoked { get; set; }

    /// <summary>UTC; null when it does not expire.</summary>
    public DateTime? ExpiresAt { get; set; }

    internal override long Key
    {
        get => DbId;
        set => DbId = (int)value;
    }
}
