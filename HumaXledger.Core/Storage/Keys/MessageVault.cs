using HumaXledger.Core.Storage.Inbound;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Encrypts and decrypts what Huma sent (<see cref="WebhookMessage.Body"/>), bound to its connection and to the
/// fingerprint of the message. Safe for concurrent use.
/// </summary>
public sealed class MessageVault(ValueVault vault)
{
    internal const string Column = "Messages.Body";

    /// <summary>
    /// Tells messages apart: by it a repetition is recognised. Keyed, because a body is little more than a person's
    /// number beside what is known of them, which could be found by trying. Of two that come while keys are rotated,
    /// the second one is not recognised, and does no harm.
    /// </summary>
    public string FingerprintOf(string topic, ReadOnlySpan<byte> body) => vault.HashOf(Column, topic, body);

    /// <summary>Encrypts a message for its row; in another it cannot be decrypted.</summary>
    /// <param name="fingerprint"><see cref="WebhookMessage.Fingerprint"/>.</param>
    public byte[] Protect(byte[] body, Guid connectionId, string fingerprint) =>
        vault.SealContent(body, PlaceOf(IdentityOf(connectionId, fingerprint)));

    /// <returns>Null when the key is lost or the cipher belongs elsewhere.</returns>
    public byte[]? Unprotect(WebhookMessage message) =>
        message.Body is null ? null : Unprotect(message.Body, message.ConnectionId, message.Fingerprint);

    /// <inheritdoc cref="Unprotect(WebhookMessage)"/>
    public byte[]? Unprotect(byte[] cipher, Guid connectionId, string fingerprint)
    {
        var identity = IdentityOf(connectionId, fingerprint);
        var opened = vault.OpenContent(cipher, PlaceOf(identity), EarlierPurpose(connectionId));
        if (opened.Misplaced)
        {
            vault.Misplaced.Add(new MisplacedValue(connectionId, Column, identity));
        }

        return opened.Value;
    }

    internal static string IdentityOf(Guid connectionId, string fingerprint) => $"{connectionId:N}|{fingerprint}";

    internal static string PlaceOf(string identity) => $"{Column}\n{identity}";

    /// <summary>What Data Protection sealed a message for in an earlier version.</summary>
    internal static string[] EarlierPurpose(Guid connectionId) => ["HumaXledger.Message", connectionId.ToString("N")];
}
