using System.Net;
using System.Net.Sockets;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Hosting;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// The real Portal on a free port of this machine, with a database, a mail folder and a sandbox of its own. One per
/// test class.
/// </summary>
public sealed class RunningPortal : IAsyncLifetime
{
    /// <summary>
    /// How long the Portal waits for Huma: tests may hold an answer back, and the machine may be busy.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");
    private WebApplication? _app;

    public Uri Url { get; private set; } = null!;

    /// <summary>The cookie of an administrator who is signed in.</summary>
    public Cookie Session { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public SandboxWorld World => Services.GetRequiredService<SandboxHost>().World!;

    public CapturedLog Log { get; } = new();

    /// <summary>The least level that <see cref="Log"/> keeps.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How many people the sample has.</summary>
    public int People { get; init; } = new SandboxOptions().People;

    public string DatabaseFile => Path.Combine(_folder.FullName, "portal.db");

    public string MailFolder => Path.Combine(_folder.FullName, "mail");

    public async ValueTask InitializeAsync()
    {
        var sandbox = $"http://127.0.0.1:{FreePort()}";
        _app = PortalHost.Build([
            "--environment=Development",
            "--urls=http://127.0.0.1:0",
            $"--Logging:LogLevel:Default={LogLevel}",
            $"--Logging:LogLevel:Microsoft.AspNetCore={LogLevel}",
            $"--Logging:LogLevel:Microsoft.EntityFrameworkCore={LogLevel}",
            $"--Logging:LogLevel:System.Net.Http={LogLevel}",
            "--Logging:Console:LogLevel:Default=Warning",
            "--Logging:Console:LogLevel:Microsoft.AspNetCore=Warning",
            "--Logging:Console:LogLevel:Microsoft.EntityFrameworkCore=Warning",
            "--Logging:Console:LogLevel:System.Net.Http=Warning",
            $"--ConnectionStrings:HumaXledger=Data Source={DatabaseFile}",
            // Tests sign in and open pages faster than people do.
            "--Access:PageRecheckEvery=00:00:01",
            // Long enough to be seen on a busy machine, short enough to be waited for.
            "--Access:ShownFor=00:00:08",
            "--Limits:RequestsPerMinute=100000",
            "--Limits:SignInStepsPerMinute=100000",
            $"--Mail:PickupFolder={MailFolder}",
            $"--Huma:RequestTimeout={Patience}",
            // Tests start scheduled work themselves.
            "--Schedule:Every=1.00:00:00",
            $"--Sandbox:Url={sandbox}",
            $"--Sandbox:People={People}",
            $"--Huma:Environments:Sandbox:BaseAddress={sandbox}/huma",
            $"--Xledger:Environments:Sandbox:Endpoint={sandbox}/xledger/graphql",
        ]);
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await _app.StartAsync();
        Url = new Uri(_app.Urls.First());
        using var visitor = await Visitor.SignedInAsync(
            Url,
            SignInRoutes.DevelopmentName,
            Enum.GetValues<Role>(),
            CancellationToken.None
        );
        Session = visitor.Session!;
    }

    /// <summary>Stops it and starts it again on what it had stored. The sandbox is new and the same.</summary>
    public async Task RestartAsync(Func<SyncDbContext, Task> meanwhile)
    {
        await using (
            var store = await Services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync()
        )
        {
            await meanwhile(store);
        }

        await StopAsync();
        await InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        // Circuits of pages that are still open outlive the host for a moment, and each looks at its session every
        // second: a database opened while the folder
        // is being emptied would be made anew in it. Under its new name nothing finds it.
        var gone = $"{_folder.FullName}-gone";
        _folder.MoveTo(gone);
        Directory.Delete(gone, recursive: true);
    }

    private async Task StopAsync()
    {
        if (_app is not null)
        {
            // Browsers keep their circuits open; waiting for them would hold up the suite.
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            try
            {
                await _app.StopAsync(now.Token);
            }
            catch (Exception fault) when (IsCancellation(fault))
            {
                // A service that was in the middle of something says that it was not waited for.
            }

            await _app.DisposeAsync();
        }
    }

    private static bool IsCancellation(Exception fault) =>
        fault is OperationCanceledException
        || (fault is AggregateException several && several.Flatten().InnerExceptions.All(IsCancellation));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
