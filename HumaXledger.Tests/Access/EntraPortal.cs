using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HumaXledger.Portal;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>
/// The Portal as in production: https, sign-in with the issuer, nothing of Development. One per test.
/// </summary>
internal sealed class EntraPortal : IAsyncDisposable
{
    private static readonly Lazy<byte[]> Certificate = new(() => NewCertificate("CN=localhost"));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");
    private readonly WebApplication _app;
    private bool _sharesIssuer;

    private EntraPortal(TestIssuer issuer, TimeProvider? clock, params string[] more)
    {
        Issuer = issuer;
        var certificate = Path.Combine(_folder.FullName, "https.pfx");
        File.WriteAllBytes(certificate, Certificate.Value);
        _app = PortalHost.Build(
            [
                "--environment=Production",
                "--urls=https://127.0.0.1:0",
                $"--Kestrel:Certificates:Default:Path={certificate}",
                "--Kestrel:Certificates:Default:Password=test",
                "--Logging:LogLevel:Default=Error",
                $"--ConnectionStrings:HumaXledger=Data Source={Path.Combine(_folder.FullName, "portal.db")}",
                $"--AzureAd:Instance={issuer.Address}",
                $"--AzureAd:TenantId={TestIssuer.Tenant}",
                $"--AzureAd:ClientId={TestIssuer.ClientId}",
                $"--AzureAd:ClientSecret={TestIssuer.ClientSecret}",
                "--Limits:RequestsPerMinute=100000",
                "--Limits:SignInStepsPerMinute=100000",
                // Asked at each look, so that a test need not wait for the next one.
                "--Access:RecheckEvery=00:00:00",
                "--Access:PageRecheckEvery=00:00:00.200",
                .. more,
            ],
            services => services.AddSharedVault().AddSingleton(clock ?? TimeProvider.System)
        );
    }

    public TestIssuer Issuer { get; }

    public Uri Url => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public static async Task<EntraPortal> StartAsync(CancellationToken cancellation, params string[] more) =>
        await StartAsync(await TestIssuer.StartAsync(cancellation), cancellation, more);

    public static async Task<EntraPortal> StartAsync(TimeProvider clock, CancellationToken cancellation) =>
        await StartAsync(new EntraPortal(await TestIssuer.StartAsync(cancellation), clock), cancellation);

    public static Task<EntraPortal> StartAsync(
        TestIssuer issuer,
        CancellationToken cancellation,
        params string[] more
    ) => StartAsync(new EntraPortal(issuer, clock: null, more), cancellation);

    /// <summary>Another node: a program of its own with the same database and issuer. Dispose of it first.</summary>
    public async Task<EntraPortal> OtherNodeAsync(CancellationToken cancellation, params string[] more)
    {
        var database = $"Data Source={Path.Combine(_folder.FullName, "portal.db")}";
        var node = new EntraPortal(Issuer, clock: null, [$"--ConnectionStrings:HumaXledger={database}", .. more])
        {
            _sharesIssuer = true,
        };
        await node._app.StartAsync(cancellation);
        return node;
    }

    private static async Task<EntraPortal> StartAsync(EntraPortal portal, CancellationToken cancellation)
    {
        await MigratedFile.CopyToAsync(Path.Combine(portal._folder.FullName, "portal.db"));
        await portal._app.StartAsync(cancellation);
        return portal;
    }

    /// <summary>A PKCS #12 file with the password "test".</summary>
    public static byte[] NewCertificate(string subject)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        return certificate.Export(X509ContentType.Pkcs12, "test");
    }

    public Visitor Visitor() => new(Url);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        if (!_sharesIssuer)
        {
            await Issuer.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
