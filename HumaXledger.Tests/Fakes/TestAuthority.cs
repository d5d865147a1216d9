using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HumaXledger.Tests.Fakes;

/// <summary>A certificate authority of a test, and a server certificate of it for <c>localhost</c>.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-ca-");

    public TestAuthority()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var asked = new CertificateRequest("CN=Test authority", rootKey, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var root = asked.CreateSelfSigned(from, until);
        RootFile = Path.Combine(_folder.FullName, "root.pem");
        File.WriteAllText(RootFile, root.ExportCertificatePem());

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server authentication")], false)
        );
        using var certificate = server.Create(root, from, until, [1]);
        Certificate = certificate.CopyWithPrivateKey(key);
    }

    /// <summary>The root in a PEM file.</summary>
    public string RootFile { get; }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 Certificate { get; }

    public async Task<SslStream> EncryptAsync(Stream inside)
    {
        var stream = new SslStream(inside);
        await stream.AuthenticateAsServerAsync(Certificate);
        return stream;
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _folder.Delete(recursive: true);
    }
}
