using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>How often the health checks are carried out, and what a probe gets meanwhile.</summary>
public sealed class ReadinessTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Lifetime _process = new();
    private readonly CountedCheck _check = new();
    private readonly RecordedLog _log = new();
    private readonly ServiceProvider _services;

    public ReadinessTests()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_log));
        services.AddHealthChecks().AddCheck("counted", _check);
        services.AddLogging(logging => logging.AddFilter("Microsoft", LogLevel.None));
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IHostApplicationLifetime>(_process);
        services.AddSingleton<Readiness>();
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Readiness Readiness => _services.GetRequiredService<Readiness>();

    public void Dispose()
    {
        _services.Dispose();
        _process.Dispose();
    }

    [Fact]
    public async Task Probes_InTheSameSecond_ShareOneCheck()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 500).Select(_ => Task.Run(() => Readiness.IsReadyAsync(Cancellation)))
        );

        Assert.All(answers, Assert.True);
        Assert.Equal(1, _check.Count);
        _clock.Advance(Readiness.Kept);
        Assert.True(await Readiness.IsReadyAsync(Cancellation));
        Assert.Equal(2, _check.Count);
    }

    [Theory]
    [InlineData(HealthStatus.Healthy, true)]
    [InlineData(HealthStatus.Degraded, true)]
    [InlineData(HealthStatus.Unhealthy, false)]
    public async Task Probe_WithThisResult_IsReadyOrNot(HealthStatus status, bool ready)
    {
        _check.Status = status;

        Assert.Equal(ready, await Readiness.IsReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Probe_OfADatabaseThatHangs_IsNotReadyAfterTwoSecondsAndStartsNoSecondCheck()
    {
        _check.Hang();
        var first = Readiness.IsReadyAsync(Cancellation);
        await _check.Began;
        Assert.False(first.IsCompleted);

        _clock.Advance(Readiness.Patience);

        Assert.False(await first);
        Assert.False(await Readiness.IsReadyAsync(Cancellation));
        Assert.False(await Readiness.IsReadyAsync(Cancellation));
        Assert.Equal(1, _check.Count);
        _check.Release();
        await Readiness.ReportAsync(Cancellation);
        Assert.True(await Readiness.IsReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Probe_WhileTheProcessEnds_IsNotReady()
    {
        Assert.True(await Readiness.IsReadyAsync(Cancellation));

        _process.StopApplication();

        Assert.False(await Readiness.IsReadyAsync(Cancellation));
    }

    [Fact]
    public async Task Check_ThatFailsForLong_IsLoggedOnceAndOnceWhenItPasses()
    {
        foreach (
            var status in new[]
            {
                HealthStatus.Healthy,
                HealthStatus.Unhealthy,
                HealthStatus.Unhealthy,
                HealthStatus.Healthy,
            }
        )
        {
            _check.Status = status;
            await Readiness.ReportAsync(Cancellation);
            _clock.Advance(Readiness.Kept);
        }

        Assert.Equal(
            ["Health check counted fails: Unhealthy", "Health check counted passes again"],
            _log.Lines.Select(line => line.Split($"{typeof(Readiness).FullName} ")[^1].Trim())
        );
    }

    private sealed class CountedCheck : IHealthCheck
    {
        private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _hanging;
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public HealthStatus Status { get; set; } = HealthStatus.Healthy;

        public Task Began => _began.Task;

        public void Hang() => _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _hanging!.SetResult();

        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref _count);
            _began.TrySetResult();
            await (_hanging?.Task ?? Task.CompletedTask);
            return new HealthCheckResult(Status);
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
