using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Encrypts the secrets in an element of Data Protection's key ring with the present certificate, and says which
/// certificate they are encrypted with.
/// </summary>
public sealed partial class KeyEncryption(
    KeyRingCertificates certificates,
    IServiceProvider services,
    ILoggerFactory logs
)
{
    // The two words of Data Protection's own format of a key (Microsoft.AspNetCore.DataProtection, XmlConstants).
    private static readonly XNamespace Format = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName RequiresEncryption = Format + "requiresEncryption";
    private static readonly XName EncryptedSecret = Format + "encryptedSecret";
    private static readonly XName Certificate =
        XNamespace.Get("http://www.w3.org/2000/09/xmldsig#") + "X509Certificate";

    private readonly ILogger _logger = logs.CreateLogger<KeyEncryption>();

    /// <summary>Whether keys are stored encrypted.</summary>
    public bool On => certificates.Current is not null;

    /// <exception cref="OptionsValidationException">A row is encrypted with a certificate that is not configured; the
    /// message names it.</exception>
    internal void DemandCertificates(IEnumerable<StoredKey> rows)
    {
        // A row that is no XML is none of ours; where it counts all the same, reading the ring fails with it.
        foreach (var secret in rows.SelectMany(row => KeyXml.Read(row)?.Descendants(EncryptedSecret) ?? []))
        {
            if (
                CertificateOf(secret) is { } certificate
                && certificates.All.All(known => known.Thumbprint != certificate.Thumbprint)
            )
            {
                throw KeyRingCertificates.Fault(Missing(certificate));
            }
        }
    }

    /// <summary>Encrypts what is in clear, or under another certificate, with the present one, where there is
    /// one.</summary>
    /// <returns>Whether anything was changed.</returns>
    internal bool Renew(XDocument key)
    {
        if (certificates.Current is null)
        {
            return false;
        }

        var changed = false;
        foreach (var secret in key.Descendants(EncryptedSecret).ToList())
        {
            if (CertificateOf(secret) is { } certificate && certificate.Thumbprint != certificates.Current.Thumbprint)
            {
                secret.ReplaceWith(Encrypted(new EncryptedXmlDecryptor(services).Decrypt(secret.Elements().Single())));
                changed = true;
            }
        }

        while (
            key.Descendants().FirstOrDefault(element => (bool?)element.Attribute(RequiresEncryption) == true)
                is { } clear
        )
        {
            clear.ReplaceWith(Encrypted(clear));
            changed = true;
        }

        return changed;
    }

    /// <summary>Says in the log that keys were renewed and are stored.</summary>
    internal void LogRenewed(int count) => LogRenewed(count, certificates.Current!.Thumbprint);

    private XElement Encrypted(XElement clear)
    {
        var made = new CertificateXmlEncryptor(certificates.Current!, logs).Encrypt(new XElement(clear));
        return new XElement(
            EncryptedSecret,
            new XAttribute("decryptorType", made.DecryptorType.AssemblyQualifiedName!),
            made.EncryptedElement
        );
    }

    // Null where something else than a certificate encrypts it.
    private static X509Certificate2? CertificateOf(XElement secret)
    {
        try
        {
            return secret.Descendants(Certificate).FirstOrDefault() is { } text
                ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text.Value))
                : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private static string Missing(X509Certificate2 certificate) =>
        $"The key ring in the database is encrypted with the certificate {certificate.Subject} "
        + $"(thumbprint {certificate.Thumbprint}, valid until {certificate.NotAfter:yyyy-MM-dd}), "
        + $"and {KeyRingOptions.Section} does not name it. "
        + $"Set {KeyRingOptions.Section}:{nameof(KeyRingOptions.Certificate)} or, "
        + "where another one has taken its place, "
        + $"{KeyRingOptions.Section}:{nameof(KeyRingOptions.EarlierCertificates)}. "
        + "Where it is lost: docs/operations.md, \"When the key ring is lost\".";

    [LoggerMessage(
        LogLevel.Information,
        "{Count} keys of the key ring are encrypted and signed with the certificate {Thumbprint} from now on"
    )]
    private partial void LogRenewed(int count, string thumbprint);
}
