using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Encrypts and decrypts the secrets of connections. A cipher is bound to its kind and its connection: copied to
/// another row it cannot be read.
/// </summary>
public sealed class SecretVault(IDataProtectionProvider protection)
{
    /// <summary>Encrypts a secret for this purpose and connection; under another it cannot be decrypted.</summary>
    public ProtectedSecret Protect(Secret secret, SecretKind kind, Guid connectionId) =>
        new(Protector(kind, connectionId).Protect(secret.Reveal()));

    /// <exception cref="SecretUnreadable">The key ring is lost, or the cipher belongs elsewhere.</exception>
    public Secret Unprotect(ProtectedSecret secret, SecretKind kind, Guid connectionId)
    {
        try
        {
            return new Secret(Protector(kind, connectionId).Unprotect(secret.Cipher));
        }
        catch (CryptographicException fault)
        {
            throw new SecretUnreadable(kind, connectionId, fault);
        }
    }

    /// <summary>Whether it can be decrypted with the keys that are there.</summary>
    public bool CanRead(ProtectedSecret secret, SecretKind kind, Guid connectionId)
    {
        try
        {
            Protector(kind, connectionId).Unprotect(secret.Cipher);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private IDataProtector Protector(SecretKind kind, Guid connectionId) =>
        protection.CreateProtector("HumaXledger.Secret", kind.ToString(), connectionId.ToString("N"));
}
