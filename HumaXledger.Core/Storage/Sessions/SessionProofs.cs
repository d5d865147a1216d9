using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage.Sessions;

/// <summary>
/// Proves that this product wrote a session: the hash of everything that gives rights, encrypted with the key ring.
/// Write access to the database without a key is not enough to change or add a session. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <see cref="SignInSession.SeenAt"/> is not part of it: it is written by itself, and the end of a session does not
/// depend on it.
/// </remarks>
public sealed class SessionProofs(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("HumaXledger.SessionProof");

    /// <summary>The proof of the session as it is now.</summary>
    public string Of(SignInSession session) => Convert.ToBase64String(_protector.Protect(HashOf(session)));

    /// <summary>Whether the session's proof is that of its content; false where it has none.</summary>
    public bool Fits(SignInSession session)
    {
        if (session.Proof is not { } proof)
        {
            return false;
        }

        try
        {
            return CryptographicOperations.FixedTimeEquals(
                _protector.Unprotect(Convert.FromBase64String(proof)),
                HashOf(session)
            );
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private static byte[] HashOf(SignInSession session) =>
        SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(
                new Rights(
                    session.Id,
                    session.Kind,
                    session.Subject,
                    session.Name,
                    session.Mail,
                    session.Roles,
                    Microseconds(session.AuthenticatedAt),
                    Microseconds(session.EndsAt),
                    Microseconds(session.ConfirmedAt),
                    Microseconds(session.RecheckAt),
                    session.RefreshToken?.Cipher
                )
            )
        );

    // PostgreSQL stores no more.
    private static long Microseconds(DateTime time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private sealed record Rights(
        string Id,
        SignInKind Kind,
        string Subject,
        string Name,
        string? Mail,
        IReadOnlyList<string> Roles,
        long AuthenticatedAt,
        long EndsAt,
        long ConfirmedAt,
        long RecheckAt,
        string? RefreshToken
    );
}
