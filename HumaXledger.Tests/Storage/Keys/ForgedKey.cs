using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Tests.Storage.Keys;

/// <summary>A key ring of somebody who can write the database and nothing else.</summary>
internal sealed class ForgedKey : IDisposable
{
    private static readonly XNamespace Format = "http://schemas.asp.net/2015/03/dataProtection";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");
    private readonly XElement _key;

    public ForgedKey()
    {
        Protection = DataProtectionProvider.Create(_folder, builder => builder.SetApplicationName("HumaXledger"));
        Protection.CreateProtector("any").Protect([]);
        _key = XElement.Load(_folder.GetFiles().Single().FullName);
    }

    /// <summary>Makes cookies and ciphers with the key.</summary>
    public IDataProtectionProvider Protection { get; }

    /// <summary>The row with the key in clear.</summary>
    public StoredKey InClear() => Row(_key);

    /// <summary>The row with the key encrypted with the certificate of the ring, which is in the other rows.</summary>
    public StoredKey EncryptedLike(string other)
    {
        var theirs = XElement.Parse(other).Descendants().First(one => one.Name.LocalName == "X509Certificate").Value;
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(theirs));
        Assert.False(certificate.HasPrivateKey);
        return EncryptedWith(certificate);
    }

    /// <summary>The row with the key encrypted with a certificate.</summary>
    public StoredKey EncryptedWith(X509Certificate2 certificate)
    {
        var key = new XElement(_key);
        var clear = key.Descendants("masterKey").Single();
        var made = new CertificateXmlEncryptor(certificate, NullLoggerFactory.Instance).Encrypt(new XElement(clear));
        clear.ReplaceWith(
            new XElement(
                Format + "encryptedSecret",
                new XAttribute("decryptorType", made.DecryptorType.AssemblyQualifiedName!),
                made.EncryptedElement
            )
        );
        return Row(key);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static StoredKey Row(XElement key) =>
        new() { FriendlyName = $"key-{key.Attribute("id")!.Value}", Xml = key.ToString(SaveOptions.DisableFormatting) };
}
