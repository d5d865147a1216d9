using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Inbound;

/// <summary>What was done with one message of Huma's webhook.</summary>
public enum MessageState
{
    /// <summary>Its people are noted as <see cref="PendingChange"/>s.</summary>
    Taken,

    /// <summary>
    /// The same topic and body came before within a short time; its people are noted all the same, since looking once
    /// more does no harm.
    /// </summary>
    Repeated,

    /// <summary>An undocumented topic; kept and shown.</summary>
    UnknownTopic,

    /// <summary>A known topic with a body that names no person; the reason says why.</summary>
    Unusable,

    /// <summary>
    /// It came while the connection was paused, disconnected or not synchronized yet; the reason says which. Its people
    /// are noted where they are still of use.
    /// </summary>
    SetAside,
}

/// <summary>One message of Huma's webhook as it came, stored before it is answered.</summary>
public sealed class WebhookMessage : ISealedRow
{
    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>When it arrived.</summary>
    public DateTime ReceivedAt { get; init; }

    /// <summary>Topic of the message, as Huma names it.</summary>
    public required string Topic { get; init; }

    /// <summary>Keyed hash of topic and body (<see cref="MessageVault.FingerprintOf"/>).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>
    /// The received bytes, encrypted: an export carries identification and bank numbers. Null once retention has
    /// removed them.
    /// </summary>
    public byte[]? Body { get; set; }

    /// <summary>How many people it names.</summary>
    public int UserCount { get; init; }

    /// <summary>What was done with it.</summary>
    public MessageState State { get; init; }

    public Reason? Reason { get; init; }

    // Two messages with one fingerprint have one body.
    string ISealedRow.Identity => MessageVault.IdentityOf(ConnectionId, Fingerprint);

    Guid ISealedRow.OwnerId => ConnectionId;
}
