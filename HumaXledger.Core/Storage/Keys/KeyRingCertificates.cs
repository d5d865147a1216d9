using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>The certificates of <see cref="KeyRingOptions"/>, opened.</summary>
/// <param name="Current">Encrypts new keys; null where none is configured.</param>
/// <param name="All">Those that keys may be encrypted with.</param>
public sealed record KeyRingCertificates(X509Certificate2? Current, IReadOnlyList<X509Certificate2> All) : IDisposable
{
    /// <exception cref="OptionsValidationException">One cannot be opened; the message says which and never repeats the
    /// password.</exception>
    public static KeyRingCertificates Read(KeyRingOptions options)
    {
        var current = options.Certificate.Configured
            ? Open(options.Certificate, $"{KeyRingOptions.Section}:{nameof(KeyRingOptions.Certificate)}")
            : null;
        var earlier = options
            .EarlierCertificates.Select(
                (source, index) =>
                    Open(source, $"{KeyRingOptions.Section}:{nameof(KeyRingOptions.EarlierCertificates)}:{index}")
            )
            .ToList();
        return new KeyRingCertificates(current, current is null ? earlier : [current, .. earlier]);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var certificate in All)
        {
            certificate.Dispose();
        }
    }

    public override string ToString() => $"{All.Count} certificates";

    private static X509Certificate2 Open(KeyRingCertificate source, string key)
    {
        if (!source.Configured)
        {
            throw Fault($"{key} names neither a Path nor a Thumbprint.");
        }

        var certificate = string.IsNullOrWhiteSpace(source.Path) ? Stored(source, key) : File(source, key);
        if (certificate.GetRSAPublicKey() is null)
        {
            throw Fault($"{key} is not an RSA certificate; keys are encrypted with RSA.");
        }

        return certificate;
    }

    private static X509Certificate2 File(KeyRingCertificate source, string key) =>
        !System.IO.File.Exists(source.Path)
            ? throw Fault($"{key}:Path is {source.Path}, and there is no such file.")
            : CertificateFile.Open(source.Path, source.Password)
                ?? throw Fault(
                    $"{key}:Path is {source.Path}, which is not a PKCS #12 file that opens with {key}:Password and "
                        + "holds a private key."
                );

    private static X509Certificate2 Stored(KeyRingCertificate source, string key) =>
        CertificateFile.Find(source.Thumbprint!)
        ?? throw Fault(
            $"{key}:Thumbprint is {source.Thumbprint}, and no certificate with it and with a private key is in the "
                + "store \"My\" of this account or machine."
        );

    internal static OptionsValidationException Fault(string message) =>
        new(KeyRingOptions.Section, typeof(KeyRingOptions), [message]);
}
