using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Opens certificates that settings name. The result holds the private key; the caller disposes of it.
/// </summary>
public static class CertificateFile
{
    /// <returns>Null where this is no PKCS #12 that opens with the password, or the private key is not in it.</returns>
    public static X509Certificate2? Open(string path, string? password) =>
        Open(() => X509CertificateLoader.LoadPkcs12FromFile(path, password));

    /// <inheritdoc cref="Open(string, string?)"/>
    public static X509Certificate2? OpenBase64(string text, string? password) =>
        Open(() => X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(text), password));

    /// <summary>The account's own store first, then the machine's.</summary>
    /// <returns>Null where neither holds it with its private key.</returns>
    public static X509Certificate2? Find(string thumbprint) =>
        new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine }
            .Select(place => Find(thumbprint, place))
            .FirstOrDefault(certificate => certificate is not null);

    private static X509Certificate2? Find(string thumbprint, StoreLocation place)
    {
        try
        {
            using var store = new X509Store(StoreName.My, place);
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return store
                .Certificates.Find(
                    X509FindType.FindByThumbprint,
                    thumbprint.Replace(" ", "", StringComparison.Ordinal),
                    validOnly: false
                )
                .FirstOrDefault(certificate => certificate.HasPrivateKey);
        }
        catch (CryptographicException)
        {
            // There is no such store; Linux has none of the machine.
            return null;
        }
    }

    private static X509Certificate2? Open(Func<X509Certificate2> load)
    {
        try
        {
            var certificate = load();
            if (certificate.HasPrivateKey)
            {
                return certificate;
            }

            certificate.Dispose();
            return null;
        }
        catch (Exception fault)
            when (fault
                    is CryptographicException
                        or IOException
                        or UnauthorizedAccessException
                        or FormatException
                        or ArgumentException
            )
        {
            return null;
        }
    }
}
