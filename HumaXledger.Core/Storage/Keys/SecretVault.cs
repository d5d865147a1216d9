using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Encrypts and decrypts the secrets of connections and of drafts of set-ups. A cipher is bound to its kind and its
/// connection or draft, and that of a connection to the installation of the other system: copied to another row, or
/// with another installation beside it, it cannot be read.
/// </summary>
public sealed class SecretVault(IDataProtectionProvider protection)
{
    /// <summary>Makes sure that there is a key, before anything is encrypted inside a transaction.</summary>
    public void Prepare() => protection.CreateProtector("HumaXledger.Ready").Protect([]);

    /// <summary>Encrypts a secret for this connection or draft; under another it cannot be decrypted.</summary>
    /// <param name="row">
    /// Tells rows of one owner apart; of a connection's own secrets, the environment that they open. Empty where the
    /// owner has one secret of the kind.
    /// </param>
    public ProtectedSecret Protect(Secret secret, SecretKind kind, Guid ownerId, string row = "") =>
        new(Protector(kind, ownerId, row).Protect(secret.Reveal()));

    /// <exception cref="SecretUnreadable">The key ring is lost, or the cipher belongs elsewhere.</exception>
    public Secret Unprotect(ProtectedSecret secret, SecretKind kind, Guid ownerId, string row = "")
    {
        try
        {
            return new Secret(Protector(kind, ownerId, row).Unprotect(secret.Cipher));
        }
        catch (CryptographicException fault)
        {
            throw new SecretUnreadable(kind, ownerId, fault);
        }
    }

    /// <summary>Whether it can be decrypted with the keys that are there.</summary>
    public bool CanRead(ProtectedSecret secret, SecretKind kind, Guid ownerId, string row = "")
    {
        try
        {
            Protector(kind, ownerId, row).Unprotect(secret.Cipher);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private IDataProtector Protector(SecretKind kind, Guid ownerId, string row)
    {
        var protector = protection.CreateProtector("HumaXledger.Secret", kind.ToString(), ownerId.ToString("N"));
        return row.Length == 0 ? protector : protector.CreateProtector(row);
    }
}
