using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Storage.Database;
using Npgsql;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>Two real processes on one PostgreSQL whose settings or certificates do not fit together.</summary>
public sealed class UnfitNodesTests(PostgresServer postgres) : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Node_WithOtherCertificateAndSettings_IsRefusedOrWarnsInOneSentence()
    {
        var database = await postgres.NewDatabaseAsync();
        var (old, young) = (await CertificateAsync("old"), await CertificateAsync("new"));
        await using var first = await StartAsync(database, "31", $"--KeyRing:Certificate:Path={old}", Password);
        await first.Started.WaitAsync(CrashTests.Patience, Cancellation);

        // It could read the keys, but the node that runs could not read them any more.
        await using var refused = await StartAsync(
            database,
            "31",
            $"--KeyRing:Certificate:Path={young}",
            Password,
            $"--KeyRing:EarlierCertificates:0:Path={old}",
            "--KeyRing:EarlierCertificates:0:Password=test"
        );
        var code = await refused.EndAsync(Cancellation).WaitAsync(CrashTests.Patience, Cancellation);
        Assert.True(code == 1, refused.Said);
        Assert.Contains("could not read what the other one writes", refused.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Said, StringComparison.Ordinal);

        await using var second = await StartAsync(database, "30", $"--KeyRing:Certificate:Path={old}", Password);
        await Task.WhenAll(
            first.SaidAsync("has other settings than this one in Retention: give all nodes the same"),
            second.SaidAsync("has other settings than this one in Retention: give all nodes the same")
        );

        await second.Started.WaitAsync(CrashTests.Patience, Cancellation);
        Assert.Equal(0, (await second.StopAsync(Cancellation)).Code);
        Assert.Equal(0, (await first.StopAsync(Cancellation)).Code);
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancellation);
        await using var left = new NpgsqlCommand("""SELECT COUNT(*) FROM "Nodes" """, connection);
        Assert.Equal(0L, await left.ExecuteScalarAsync(Cancellation));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private const string Password = "--KeyRing:Certificate:Password=test";

    private Task<PortalProcess> StartAsync(string database, string days, params IEnumerable<string> more) =>
        PortalProcess.StartAsync(
            database,
            _folder.FullName,
            Nowhere,
            StorageProvider.PostgreSql,
            [$"--Retention:RawMessagesDays={days}", .. more]
        );

    private async Task<string> CertificateAsync(string name)
    {
        var path = Path.Combine(_folder.FullName, $"{name}.pfx");
        await File.WriteAllBytesAsync(path, EntraPortal.NewCertificate($"CN={name}.example.com"), Cancellation);
        return path;
    }
}
