using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Huma.Webhooks;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>
/// Where one connection's messages come in, with the pairs of client secret and access token that open it.
/// </summary>
/// <param name="Ended">The connection was ended: nothing opens it any more.</param>
public sealed record WebhookEndpoint(Guid ConnectionId, bool Ended, IReadOnlyList<WebhookPair> Pairs)
{
    /// <summary>
    /// The pairs of this access token that hold now. All are looked at, in the same time for whatever token.
    /// </summary>
    public IReadOnlyList<WebhookPair> PairsOf(string token, DateTime now)
    {
        var given = Encoding.UTF8.GetBytes(token);
        return [.. Pairs.Where(pair => CryptographicOperations.FixedTimeEquals(pair.Token, given) & pair.Holds(now))];
    }
}

/// <summary>
/// One client secret and its access token, as bytes, for as long as they hold. Not a record: it must not print what it
/// holds.
/// </summary>
public sealed class WebhookPair(byte[] secret, byte[] token, DateTime? expiresAt)
{
    internal byte[] Token => token;

    /// <summary>Whether the hash was made of the body by this pair's secret.</summary>
    public bool Signed(ReadOnlySpan<byte> body, ReadOnlySpan<byte> hash) => WebhookSignature.IsOf(body, secret, hash);

    internal bool Holds(DateTime now) => expiresAt is null || now < expiresAt;
}
