using HumaXledger.Sandbox;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// In Development both external systems are simulated in this process, on a port of their own, so that every request is
/// real HTTP.
/// </summary>
public sealed class SandboxHost(
    IConfiguration configuration,
    IHostEnvironment environment,
    TimeProvider time,
    ILoggerFactory loggers
) : IHostedLifecycleService, IAsyncDisposable
{
    private SandboxServer? _server;
    private Task _starting = Task.CompletedTask;

    /// <summary>The sandbox's data; null outside Development and when <c>Sandbox:Enabled</c> is false.</summary>
    public SandboxWorld? World => _server?.World;

    // Generating the people takes a moment, so it runs beside the migration of the store. A sandbox that cannot start
    // still stops the Portal's start.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _starting = Task.Run(() => StartServerAsync(cancellationToken), cancellationToken);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => _starting;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        var options = configuration
            .GetSection(SandboxOptions.Section)
            .Get<SandboxOptions>(binder => binder.ErrorOnUnknownConfiguration = true)
            ?? new SandboxOptions();
        if (options.Enabled && environment.IsDevelopment())
        {
            _server = await SandboxServer.StartAsync(options, time, loggers, cancellationToken);
        }
    }
}
