using HumaXledger.Portal;
using HumaXledger.Portal.Hosting;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>Outside Development each start reports whether a copy of the database can be read.</summary>
public sealed class KeyRingStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithoutACertificate_WarnsAndWithOneDoesNot()
    {
        var certificate = Path.Combine(_folder.FullName, "keyring.pfx");
        await File.WriteAllBytesAsync(certificate, EntraPortal.NewCertificate("CN=keyring.example.com"), Cancellation);

        Assert.Contains(await LinesAsync(), line => line.Contains("KeyRing:Certificate", StringComparison.Ordinal));
        Assert.Equal(
            0,
            await PortalHost.RunAsync([
                SignKeys.Verb,
                "all",
                .. Settings($"--KeyRing:Certificate:Path={certificate}", "--KeyRing:Certificate:Password=test"),
            ])
        );
        Assert.DoesNotContain(
            await LinesAsync($"--KeyRing:Certificate:Path={certificate}", "--KeyRing:Certificate:Password=test"),
            line => line.Contains("KeyRing:Certificate", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Start_WithoutTheCertificateThatItsKeysNeed_ExitsWithOneAndNamesIt()
    {
        var certificate = Path.Combine(_folder.FullName, "keyring.pfx");
        await File.WriteAllBytesAsync(certificate, EntraPortal.NewCertificate("CN=keyring.example.com"), Cancellation);
        await LinesAsync($"--KeyRing:Certificate:Path={certificate}", "--KeyRing:Certificate:Password=test");
        var before = Console.Error;
        await using var said = new StringWriter();
        Console.SetError(said);
        try
        {
            Assert.Equal(1, await PortalHost.RunAsync(Settings()));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Contains("CN=keyring.example.com", said.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private string[] Settings(params string[] more) =>
        [
            "--environment=Production",
            "--urls=http://127.0.0.1:0",
            "--Sandbox:Enabled=false",
            "--Mail:Mode=Off",
            "--AllowedHosts=*",
            $"--ConnectionStrings:HumaXledger=Data Source={Path.Combine(_folder.FullName, "portal.db")}",
            $"--AzureAd:TenantId={TestIssuer.Tenant}",
            "--AzureAd:ClientId=1",
            "--AzureAd:ClientSecret=2",
            .. more,
        ];

    private async Task<IReadOnlyCollection<string>> LinesAsync(params string[] more)
    {
        var log = new RecordedLog();
        await using var app = PortalHost.Build(Settings(more));
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await app.StartAsync(Cancellation);
        await app.StopAsync(Cancellation);
        return log.Lines;
    }
}
