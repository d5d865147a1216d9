using HumaXledger.Sandbox;

namespace HumaXledger.Portal.Hosting;

/// <summary>In Development both outside systems are played in this process, on a port of their own, so that every request is real HTTP.</summary>
public sealed class SandboxHost(IConfiguration configuration, IHostEnvironment environment, TimeProvider time, ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    private SandboxServer? _server;

    /// <summary>What the sandbox holds; null outside Development and when <c>Sandbox:Enabled</c> is false.</summary>
    public SandboxWorld? World => _server?.World;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = configuration.GetSection(SandboxOptions.Section).Get<SandboxOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new SandboxOptions();
        if (options.Enabled && environment.IsDevelopment())
        {
            _server = await SandboxServer.StartAsync(options, time, loggers, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }
}
