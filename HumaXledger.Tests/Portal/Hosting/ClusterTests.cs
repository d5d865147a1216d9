using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Portal;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Connection.Settings;
using HumaXledger.Portal.Components.Pages.SetUp;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// Two nodes behind nginx with the configuration that the product ships (<c>ops/nginx.conf</c>, <c>ops/cluster</c>).
/// </summary>
public sealed class ClusterTests(Chromium chromium, PostgresServer postgres, ClusterTests.Outside outside)
    : IClassFixture<ClusterTests.Outside>
{
    private static readonly Role[] Everything = Enum.GetValues<Role>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_ItsNodeEnds_IsBackOnTheOtherNodeWithWhatWasTyped()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        await using var cluster = await Cluster.StartAsync(
            new ClusterStart
            {
                Program = await PublishedPortal.ProgramAsync(),
                Outside = [new Uri(fixture.Sandbox.HumaBaseAddress, "/")],
                Database = database,
            },
            Cancellation
        );
        using var visitor = await Visitor.SignedInAsync(cluster.Url, "Kari", Everything, Cancellation);
        await using var context = await ContextAsync(visitor);
        var settings = await context.NewPageAsync();
        await settings.GotoAsync(new Uri(cluster.Url, $"/connections/{connection}/settings/general").ToString());
        var name = settings.Locator("#settings-name");
        await name.FillAsync("Not saved yet");
        await Expect(settings.GetByText(Words.English<SettingsText>("Unsaved"), new() { Exact = true }))
            .ToBeVisibleAsync();
        await settings.EvaluateAsync("() => window.before = true");
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(cluster.Url, "/connections/new/connect").ToString());
        var field = page.GetByLabel(Words.English<SetUpText>("ClientId"), new() { Exact = true });
        await field.FillAsync("11111111-2222-3333-4444-555555555555");
        await field.BlurAsync();
        // What was typed is stored in the order of the clicks.
        await page.GetByRole(AriaRole.Link, new() { Name = Words.English<SetUpText>("Back") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/connections/new/token$"));
        await page.GetByRole(AriaRole.Button, new() { Name = Words.English<SetUpText>("Next") }).ClickAsync();
        await Expect(field).ToHaveValueAsync("11111111-2222-3333-4444-555555555555");
        await page.ReloadAsync();
        await Expect(field).ToHaveValueAsync("11111111-2222-3333-4444-555555555555");

        await page.EvaluateAsync("() => window.before = true");
        var killed = await cluster.NodeOfNewestCircuitAsync(Cancellation);
        await cluster.KillAsync(killed, Cancellation);
        await IsBackAsync();
        await settings.WaitForFunctionAsync("() => window.before === undefined", null, new() { Timeout = 120_000 });
        await Expect(name).ToHaveValueAsync("Not saved yet");
        await settings.CloseAsync();
        await Until.SoAsync(async () => await cluster.NodeOfNewestCircuitAsync(Cancellation) == 3 - killed);

        // An orderly end, as of an upgrade.
        await page.EvaluateAsync("() => window.before = true");
        await cluster.RestartAsync(killed, Cancellation);
        await cluster.StopAsync(3 - killed, Cancellation);
        await IsBackAsync();
        await Until.SoAsync(async () => await cluster.NodeOfNewestCircuitAsync(Cancellation) == killed);
        await cluster.RestartAsync(3 - killed, Cancellation);

        async Task IsBackAsync()
        {
            await page.WaitForFunctionAsync("() => window.before === undefined", null, new() { Timeout = 120_000 });
            await Expect(page.Locator("#components-reconnect-modal[data-state]")).ToHaveCountAsync(0);
            await Expect(page).ToHaveURLAsync(new Regex("/connections/new/connect$"));
            await Expect(field).ToHaveValueAsync("11111111-2222-3333-4444-555555555555");
        }
    }

    [Fact]
    public async Task Page_NginxEndsItsConnection_ReconnectsWithWhatWasTypedAndShown()
    {
        await using var fixture = await SyncFixture.OpenAsync(realTime: true);
        await using var cluster = await Cluster.StartAsync(
            new ClusterStart
            {
                Program = await PublishedPortal.ProgramAsync(),
                Nodes = 1,
                Outside = [new Uri(fixture.Sandbox.HumaBaseAddress, "/")],
                ReadTimeout = "3s",
            },
            Cancellation
        );
        // On a busy machine the first answers of a process take longer than nginx waits here.
        using var visitor = new Visitor(cluster.Url);
        await Until.SoAsync(
            async () =>
            {
                using var form = await visitor.OpenAsync(SignInRoutes.Page, Cancellation);
                if (!form.IsSuccessStatusCode)
                {
                    return false;
                }

                using var signedIn = await visitor.SignInAsync("Kari", Everything, Cancellation);
                return visitor.Session is not null;
            },
            CrashTests.Patience
        );
        await using var context = await ContextAsync(visitor);
        var page = await context.NewPageAsync();
        await Until.SoAsync(
            async () => (await page.GotoAsync(new Uri(cluster.Url, "/connections/new/connect").ToString()))!.Ok,
            CrashTests.Patience
        );
        var field = page.GetByLabel(Words.English<SetUpText>("ClientId"), new() { Exact = true });
        await Expect(field).ToBeEditableAsync(new() { Timeout = 120_000 });
        await page.EvaluateAsync("() => window.before = true");
        await field.FillAsync("11111111-2222-3333-4444-555555555555");

        var ended = await cluster.EndedCircuitSocketsAsync(Cancellation);
        await Until.SoAsync(async () => await cluster.EndedCircuitSocketsAsync(Cancellation) >= ended + 2);

        // The first click after a pause of the user.
        await field.BlurAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = Words.English<SetUpText>("Back") }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/connections/new/token$"));
        await page.GetByRole(AriaRole.Button, new() { Name = Words.English<SetUpText>("Next") }).ClickAsync();
        await Expect(field).ToHaveValueAsync("11111111-2222-3333-4444-555555555555");
        Assert.True(await page.EvaluateAsync<bool>("() => window.before === true"), "The page was loaded again.");
    }

    [Fact]
    public void Nginx_AsShipped_LeavesAPageItsConnectionForSeveralSignsOfLife()
    {
        var shipped = File.ReadAllText(Repository.Folder("ops", "nginx.conf"));
        var seconds = int.Parse(
            Regex.Match(shipped, @"proxy_read_timeout (\d+)s;").Groups[1].ValueSpan,
            CultureInfo.InvariantCulture
        );
        using var portal = PortalHost.Build(["--environment=Development", "--urls=http://127.0.0.1:0"], _ => { });
        var circuits = typeof(CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub");
        var options =
            (IOptions<object>)
                portal.Services.GetRequiredService(
                    typeof(IOptions<>).MakeGenericType(typeof(HubOptions<>).MakeGenericType(circuits!))
                );

        Assert.InRange(((HubOptions)options.Value).KeepAliveInterval!.Value.TotalSeconds, 1, seconds / 3.0);
    }

    [Fact]
    public async Task Database_Away_NodesAreNotReadyAndVisitorsAreToldUntilItIsBack()
    {
        await using var fixture = await SyncFixture.OpenAsync(realTime: true);
        await using var cluster = await Cluster.StartAsync(
            new ClusterStart
            {
                Program = await PublishedPortal.ProgramAsync(),
                Outside = [new Uri(fixture.Sandbox.HumaBaseAddress, "/")],
            },
            Cancellation
        );
        using var visitor = await Visitor.SignedInAsync(cluster.Url, "Kari", Everything, Cancellation);

        await cluster.StopDatabaseAsync(Cancellation);
        await BecomesAsync(HttpStatusCode.ServiceUnavailable, cluster.Node(1));
        await BecomesAsync(HttpStatusCode.ServiceUnavailable, cluster.Node(2));
        using var away = await visitor.OpenAsync("/", Cancellation);
        var told = await away.Content.ReadAsStringAsync(Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Contains("tries again by itself", told, StringComparison.Ordinal);
        Assert.Contains("prøver igjen av seg selv", told, StringComparison.Ordinal);
        Assert.Contains("försöker igen av sig själv", told, StringComparison.Ordinal);

        await cluster.StartDatabaseAsync(Cancellation);
        await BecomesAsync(HttpStatusCode.OK, cluster.Node(1));
        await BecomesAsync(HttpStatusCode.OK, cluster.Node(2));
        using var back = await visitor.OpenAsync("/", Cancellation);
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task Node_GivenOtherHeadersByAVisitor_TrustsThoseOfNginxAlone()
    {
        var cluster = outside.Cluster;
        using var visitor = new Visitor(cluster.Url);
        using var forged = new HttpRequestMessage(HttpMethod.Get, "/");
        forged.Headers.Add("X-Forwarded-Host", "elsewhere.example.com");
        forged.Headers.Add("X-Forwarded-For", "203.0.113.9");
        forged.Headers.Add("X-Forwarded-Proto", "http");
        forged.Headers.Accept.ParseAdd("text/html");

        using var answer = await visitor.SendAsync(forged, Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(
            new Uri(cluster.Url, "/sign-in").ToString(),
            new Uri(cluster.Url, answer.Headers.Location!).ToString(),
            StringComparison.Ordinal
        );
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, cookie => cookie.StartsWith("humaxledger_route=", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<HttpStatusCode> ReadyAsync(Uri node)
    {
        using var visitor = new Visitor(node);
        using var answer = await visitor.OpenAsync(HealthServices.Ready, Cancellation);
        return answer.StatusCode;
    }

    // An answer counts for a second.
    private static Task BecomesAsync(HttpStatusCode status, Uri node) =>
        Until.SoAsync(async () => await ReadyAsync(node) == status, TimeSpan.FromMinutes(1));

    private async Task<IBrowserContext> ContextAsync(Visitor visitor)
    {
        var browser = await chromium.BrowserAsync();
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions { Locale = "en-GB", IgnoreHTTPSErrors = true }
        );
        var session = visitor.Session!;
        await context.AddCookiesAsync([
            new Microsoft.Playwright.Cookie
            {
                Name = session.Name,
                Value = session.Value,
                Url = visitor.Portal.ToString(),
            },
        ]);
        return context;
    }

    /// <summary>One cluster for all tests; each leaves it as it was.</summary>
    public sealed class Outside : IAsyncLifetime
    {
        private SyncFixture? _fixture;

        internal Cluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _fixture = await SyncFixture.OpenAsync(realTime: true);
            Cluster = await Cluster.StartAsync(
                new ClusterStart
                {
                    Program = await PublishedPortal.ProgramAsync(),
                    Outside = [new Uri(_fixture.Sandbox.HumaBaseAddress, "/")],
                    Settings = ["--AllowedHosts=localhost;127.0.0.1"],
                },
                CancellationToken.None
            );
        }

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            await _fixture!.DisposeAsync();
        }
    }
}
