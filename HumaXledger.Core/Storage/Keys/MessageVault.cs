using System.Security.Cryptography;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Encrypts and decrypts what Huma sent (<see cref="WebhookMessage.Body"/>), bound to its connection. Safe for
/// concurrent use.
/// </summary>
public sealed class MessageVault(IDataProtectionProvider protection)
{
    /// <summary>Encrypts a message for this connection; another connection cannot decrypt it.</summary>
    public byte[] Protect(byte[] body, Guid connectionId) => Protector(connectionId).Protect(body);

    /// <returns>Null when the key ring is lost or the cipher belongs elsewhere.</returns>
    public byte[]? Unprotect(byte[] cipher, Guid connectionId)
    {
        try
        {
            return Protector(connectionId).Unprotect(cipher);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(Guid connectionId) =>
        protection.CreateProtector("HumaXledger.Message", connectionId.ToString("N"));
}
