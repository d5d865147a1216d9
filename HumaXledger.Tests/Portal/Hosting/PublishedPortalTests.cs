using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The published folder in use, with the settings of an installation: a type that the trimmer removed is missed only
/// there, and in tests that start processes (docs/decisions/0067, 0080).
/// </summary>
public sealed class PublishedPortalTests(PublishedPortal published, Chromium chromium, PostgresServer postgres)
{
    // A run waits for Xledger's limits, and other tests share the machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task PublishedFolder_InAnInstallation_SignsInComparesRunsMailsAndExports(StorageProvider provider)
    {
        var database = provider == StorageProvider.Sqlite ? "" : await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            sealsItself: true,
            settings: provider == StorageProvider.Sqlite
                ? []
                : [("Storage:Provider", $"{provider}"), ("ConnectionStrings:HumaXledger", database)]
        );
        var run = await CrashTests.PreparedAsync(fixture);
        await using var issuer = await TestIssuer.StartAsync(Cancellation);
        await using var mails = new MailServer();
        var folder = Directory.CreateTempSubdirectory("humaxledger-installed-");
        try
        {
            await using var portal = AppProcess.Start(
                (await published.AppAsync()).Program,
                folder.FullName,
                [
                    .. Installation(folder.FullName, issuer, mails.Options()),
                    $"--Storage:Provider={provider}",
                    $"--ConnectionStrings:HumaXledger={(database.Length > 0 ? database : fixture.ConnectionString)}",
                    $"--Huma:Environments:Sandbox:BaseAddress={fixture.Sandbox.HumaBaseAddress}",
                    $"--Xledger:Environments:Sandbox:Endpoint={fixture.Sandbox.XledgerEndpoint}",
                    $"--Xledger:BurstSeconds={SyncFixture.ShortWindow.TotalSeconds}",
                ]
            );
            var address = await portal.ListensAsync();

            await Until.SoAsync(() => !mails.Mails.IsEmpty, Patience);
            Assert.All(mails.SignIns, one => Assert.Equal((MailServer.User, MailServer.Password, true), one));
            await using var store = fixture.Store();
            var record = await store.Runs.AsNoTracking().SingleAsync(row => row.Id == run, Cancellation);
            Assert.Equal(RunState.Completed, record.State);

            await AssertPagesAsync(address, record);
            await CompareAsync(address, record.ConnectionId);
            // The run closed the one that it was planned from.
            Assert.Equal(
                1,
                await store.Comparisons.CountAsync(row => row.State == ComparisonState.Complete, Cancellation)
            );

            var (code, _) = await portal.StopAsync(Cancellation);
            Assert.True(code == 0, portal.Said);
            Assert.DoesNotContain("fail:", portal.Said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task PublishedFolder_WithACertificate_EncryptsTheKeyRing()
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-installed-");
        try
        {
            var certificate = Path.Combine(folder.FullName, "keys.pfx");
            await File.WriteAllBytesAsync(certificate, EntraPortal.NewCertificate("CN=keys"), Cancellation);
            var database = Path.Combine(folder.FullName, "portal.db");
            await using var portal = AppProcess.Start(
                (await published.AppAsync()).Program,
                folder.FullName,
                [
                    "--environment=Production",
                    "--urls=http://127.0.0.1:0",
                    $"--AzureAd:TenantId={TestIssuer.Tenant}",
                    $"--AzureAd:ClientId={TestIssuer.ClientId}",
                    $"--AzureAd:ClientSecret={TestIssuer.ClientSecret}",
                    "--Proxies:Trusted:0=127.0.0.1",
                    "--Mail:Mode=Off",
                    $"--KeyRing:Certificate:Path={certificate}",
                    "--KeyRing:Certificate:Password=test",
                    $"--ConnectionStrings:HumaXledger=Data Source={database}",
                ]
            );
            await portal.ListensAsync();
            var (code, _) = await portal.StopAsync(Cancellation);
            Assert.True(code == 0, portal.Said);

            await using var store = new SqliteConnection($"Data Source={database};Pooling=False");
            await store.OpenAsync(Cancellation);
            await using var keys = store.CreateCommand();
            keys.CommandText = """
                SELECT SUM("Xml" LIKE '%<EncryptedData%'), SUM("Xml" LIKE '%<masterKey%') FROM "Keys";
                """;
            await using var row = await keys.ExecuteReaderAsync(Cancellation);
            Assert.True(await row.ReadAsync(Cancellation));
            Assert.Equal((1, 0), (row.GetInt32(0), row.GetInt32(1)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task PublishedFolder_OfOnePlatform_TakesAtMost45Megabytes() =>
        Assert.InRange((await published.AppAsync()).Size, 10_000_000, PublishedApp.LargestPortal);

    private static IEnumerable<string> Installation(
        string folder,
        TestIssuer issuer,
        HumaXledger.Portal.Mail.SmtpOptions smtp
    )
    {
        var certificate = Path.Combine(folder, "https.pfx");
        File.WriteAllBytes(certificate, EntraPortal.NewCertificate("CN=localhost"));
        return
        [
            "--environment=Production",
            "--urls=https://127.0.0.1:0",
            $"--Kestrel:Certificates:Default:Path={certificate}",
            "--Kestrel:Certificates:Default:Password=test",
            $"--AzureAd:Instance={issuer.Address}",
            $"--AzureAd:TenantId={TestIssuer.Tenant}",
            $"--AzureAd:ClientId={TestIssuer.ClientId}",
            $"--AzureAd:ClientSecret={TestIssuer.ClientSecret}",
            "--Mail:Mode=Smtp",
            "--Mail:From=HumaXledger <no-reply@example.com>",
            $"--Mail:Smtp:Host={smtp.Host}",
            $"--Mail:Smtp:Port={smtp.Port}",
            $"--Mail:Smtp:Security={smtp.Security}",
            $"--Mail:Smtp:RootCertificates={smtp.RootCertificates}",
            $"--Mail:Smtp:User={smtp.User}",
            $"--Mail:Smtp:Password={smtp.Password}",
        ];
    }

    private static async Task AssertPagesAsync(Uri address, RunRecord run)
    {
        using var visitor = new Visitor(address);
        Assert.Equal("/", await visitor.SignInWithEntraAsync(Cancellation));
        var connection = $"/connections/{run.ConnectionId}";
        foreach (
            var page in (string[])
                [
                    "/",
                    "/activity",
                    "/help",
                    "/health",
                    "/mail",
                    "/sign-ins",
                    "/connections/new",
                    connection,
                    $"{connection}/sync",
                    $"{connection}/differences",
                    $"{connection}/runs/{run.Id}",
                    $"{connection}/runs/{run.Id}/undo",
                ]
        )
        {
            using var answer = await visitor.OpenAsync(page, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page}: {answer.StatusCode}");
            Assert.Contains("<h1", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }

        foreach (var format in (string[])["csv", "json"])
        {
            using var answer = await visitor.OpenAsync($"{connection}/runs/{run.Id}/result.{format}", Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var workbook = await visitor.OpenAsync($"{connection}/runs/{run.Id}/result.xlsx", Cancellation);
        Assert.Equal(HttpStatusCode.OK, workbook.StatusCode);
        await using var content = await workbook.Content.ReadAsStreamAsync(Cancellation);
        using var document = SpreadsheetDocument.Open(content, isEditable: false);
        var rows = document.WorkbookPart!.WorksheetParts.First().Worksheet!.Descendants<Row>().ToList();
        Assert.True(rows.Count > 1);
        Assert.All(rows, row => Assert.NotEmpty(row.Descendants<Cell>()));
    }

    // With a browser: what a page shows first does not use all of its components.
    private async Task CompareAsync(Uri address, Guid connection)
    {
        await using var screen = await Screen.OpenAsync(chromium, address);
        await screen.Page.GotoAsync(new Uri(address, SignInRoutes.Entra).ToString());
        await screen.GoAsync($"/connections/{connection}/sync");
        await new SyncScreen(screen).CompareAsync();
        await Expect(screen.Heading("What was found")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }
}
