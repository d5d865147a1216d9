using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma.Endpoints;
using HumaXledger.Sandbox.Xledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Sandbox;

/// <summary>A small web server that simulates both systems over real HTTP.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxServer(WebApplication app, SandboxWorld world)
    {
        _app = app;
        World = world;
        var root = app.Urls.First().TrimEnd('/');
        HumaBaseAddress = new Uri(root + "/huma");
        XledgerEndpoint = new Uri(root + "/xledger/graphql");
    }

    /// <summary>The data and switches behind the endpoints.</summary>
    public SandboxWorld World { get; }

    /// <summary>Without a trailing slash, like Huma's own base address.</summary>
    public Uri HumaBaseAddress { get; }

    /// <summary>The address of Xledger's GraphQL endpoint.</summary>
    public Uri XledgerEndpoint { get; }

    /// <summary>
    /// Starts listening on the URL of the options; with port 0 on a free one, which the addresses then have.
    /// </summary>
    public static async Task<SandboxServer> StartAsync(
        SandboxOptions options,
        TimeProvider time,
        ILoggerFactory? loggers,
        CancellationToken cancellationToken
    )
    {
        // An empty builder reads no settings and no environment: ASPNETCORE_URLS of the hosting Portal must not apply
        // here.
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = typeof(SandboxServer).Assembly.GetName().Name }
        );
        builder.WebHost.UseKestrelCore().UseUrls(options.Url);
        var world = new SandboxWorld(options, time);
        builder
            .Services.AddRouting()
            .AddSingleton(loggers ?? NullLoggerFactory.Instance)
            .AddSingleton(time)
            .AddSingleton<IHostLifetime, HostedLifetime>()
            .AddSingleton(world.Faults)
            .AddSingleton(world.Effects);
        var app = builder.Build();
        app.Use(
            (context, next) =>
            {
                // Answers use this clock, so the Date header must too.
                context.Response.Headers.Date = time.GetUtcNow()
                    .ToString("R", System.Globalization.CultureInfo.InvariantCulture);
                return next(context);
            }
        );
        app.UseRouting();
        app.UseFaults();
        app.MapHuma(world.HumaSystem);
        app.MapXledger(
            new XledgerSystem(world.Xledger, world.Meter, options.Switches.Xledger, options.Limits.Xledger, time)
        );
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            await world.DisposeAsync();
            throw;
        }

        return new SandboxServer(app, world);
    }

    public async ValueTask DisposeAsync()
    {
        // Clients may keep connections open; stop without waiting for them.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        await World.DisposeAsync();
    }

    /// <summary>Leaves signals to the hosting process; the default lifetime would handle them here.</summary>
    private sealed class HostedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
