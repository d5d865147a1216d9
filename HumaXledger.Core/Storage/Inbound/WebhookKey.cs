using System.Globalization;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Inbound;

/// <summary>
/// The client secret and access token that Huma signs and authorizes its messages with. Shown once, when they are made;
/// after a rotation the old ones hold for a while.
/// </summary>
public sealed class WebhookKey
{
    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>Signs the messages, encrypted.</summary>
    public required ProtectedSecret Secret { get; set; }

    /// <summary>Sent by Huma with each message, encrypted.</summary>
    public required ProtectedSecret Token { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Null: the current one.</summary>
    public DateTime? ExpiresAt { get; set; }

    /// <summary>What tells the row from the others of the connection, before it is stored too.</summary>
    internal string Row => RowOf(CreatedAt);

    /// <summary>The row of a key that is made now. Microseconds, as the store keeps times.</summary>
    internal static string RowOf(DateTime createdAt) =>
        (createdAt.Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
}
