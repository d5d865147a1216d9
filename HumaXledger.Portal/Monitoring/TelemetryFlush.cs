using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// Sends what is left when the process ends, all signals at once and not longer than <see cref="Patience"/>: an
/// endpoint that is away must not hold up the end.
/// </summary>
internal sealed class TelemetryFlush(IServiceProvider services) : IHostedLifecycleService
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        var most = (int)Patience.TotalMilliseconds;
        return Task.WhenAll(
            Task.Run(() => services.GetService<TracerProvider>()?.Shutdown(most), CancellationToken.None),
            Task.Run(() => services.GetService<MeterProvider>()?.Shutdown(most), CancellationToken.None),
            Task.Run(() => services.GetService<LoggerProvider>()?.Shutdown(most), CancellationToken.None)
        );
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
