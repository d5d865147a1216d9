using System.Net;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Hosting;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using HumaXledger.Tests.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// The real Portal on a free port, with its own database, mail folder and sandbox. One per test class.
/// </summary>
public sealed class RunningPortal : IAsyncLifetime
{
    /// <summary>How long the Portal waits for Huma: tests may delay an answer, and the machine may be busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // A closed page's circuit goes on asking the database until the Portal gives it up; by default after three minutes.
    private static readonly TimeSpan ReconnectsWithin = TimeSpan.FromSeconds(5);

    // No other timer of the Portal has this length.
    private static readonly TimeSpan InClearFor = TimeSpan.FromSeconds(58);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("humaxledger-");
    private readonly ReservedPort _sandboxPort = ReservedPort.Take();
    private readonly OpenCircuits _circuits = new();
    private WebApplication? _app;
    private bool _isDisposed;

    public Uri Url { get; private set; } = null!;

    /// <summary>The cookie of a signed-in administrator.</summary>
    public Cookie Session { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>Where the sandbox listens.</summary>
    public string SandboxAddress => $"http://127.0.0.1:{_sandboxPort.Number}";

    public SandboxWorld World => Services.GetRequiredService<SandboxHost>().World!;

    public CapturedLog Log { get; } = new();

    /// <summary>The lowest level that <see cref="Log"/> keeps.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Number of people in the sample.</summary>
    public int People { get; init; } = new SandboxOptions().People;

    /// <summary>
    /// The keys of what is sealed are in the database, as in the product. EF Core then makes a model of its own.
    /// </summary>
    public bool SealsItself { get; init; }

    /// <summary>Further settings, as on the command line.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Registers last.</summary>
    public Action<IServiceCollection>? Replace { get; init; }

    /// <summary>Holds a number in clear until the test ends its time.</summary>
    public HeldTimerClock Clock { get; } = new(InClearFor);

    public string DatabaseFile => Path.Combine(_folder.FullName, "portal.db");

    public string MailFolder => Path.Combine(_folder.FullName, "mail");

    public async ValueTask InitializeAsync()
    {
        var sandbox = SandboxAddress;
        if (!File.Exists(DatabaseFile))
        {
            await MigratedFile.CopyToAsync(DatabaseFile);
        }

        _app = PortalHost.Build(
            [
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
                $"--Access:ShownFor={InClearFor}",
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
                $"--Sandbox:Limits:Xledger:BurstWindow={SyncFixture.ShortWindow}",
                $"--Xledger:BurstSeconds={SyncFixture.ShortWindow.TotalSeconds}",
                .. Settings,
            ],
            services =>
            {
                services.AddSingleton<TimeProvider>(Clock).AddSingleton<CircuitHandler>(_circuits);
                services.Configure<CircuitOptions>(circuits =>
                    circuits.DisconnectedCircuitRetentionPeriod = ReconnectsWithin
                );
                if (!SealsItself)
                {
                    services.AddSharedVault();
                }

                Replace?.Invoke(services);
            }
        );
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

    /// <summary>
    /// Stops the Portal and starts it again with its stored data. The sandbox starts again with the same data.
    /// </summary>
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
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await StopAsync();
        _sandboxPort.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <summary>A page whose connection is cut finds its circuit again for as long as a visitor's would.</summary>
    /// <returns>Ends that. Pages that are still cut off then keep their circuits for minutes.</returns>
    public IDisposable KeepCircuits()
    {
        var circuits = Services.GetRequiredService<IOptions<CircuitOptions>>().Value;
        circuits.DisconnectedCircuitRetentionPeriod = new CircuitOptions().DisconnectedCircuitRetentionPeriod;
        return new Ending(() => circuits.DisconnectedCircuitRetentionPeriod = ReconnectsWithin);
    }

    private async Task StopAsync()
    {
        if (_app is not null)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            try
            {
                await _app.StopAsync(now.Token);
            }
            catch (Exception fault) when (IsCancellation(fault))
            {
                // A service in the middle of its work reports that the shutdown did not wait for it.
            }

            // What a circuit uses goes with the services: one that is still there then never ends.
            await Until.SoAsync(() => _circuits.Number == 0);
            await _app.DisposeAsync();
        }
    }

    private static bool IsCancellation(Exception fault) =>
        fault is OperationCanceledException
        || (fault is AggregateException several && several.Flatten().InnerExceptions.All(IsCancellation));

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
