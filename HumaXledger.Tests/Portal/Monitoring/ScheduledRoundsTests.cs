using HumaXledger.Portal.Monitoring;
using HumaXledger.Portal.Outages;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>What is remembered of the scheduled work.</summary>
public sealed class ScheduledRoundsTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RecordedLog _log = new();
    private readonly LoggerFactory _logs;
    private readonly ScheduledRounds _rounds;

    public ScheduledRoundsTests()
    {
        _logs = new LoggerFactory([_log]);
        _rounds = new ScheduledRounds(
            new StoreOutages(_logs.CreateLogger<StoreOutages>(), _clock),
            _clock,
            _logs.CreateLogger<ScheduledRounds>()
        );
    }

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Round_ThatGoesWell_IsRememberedWithItsDuration()
    {
        var began = _clock.GetUtcNow().UtcDateTime;

        await _rounds.RunAsync(ScheduledPart.Alerts, () => _rounds.TryAsync(() => Work(2), CancellationToken.None));

        Assert.Equal(
            new ScheduledRound(began, TimeSpan.FromSeconds(2), Failed: false),
            _rounds.Last(ScheduledPart.Alerts)
        );
        Assert.Null(_rounds.Last(ScheduledPart.Retention));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Round_WithAPartThatFails_IsRememberedAsFailedAndLogged()
    {
        await _rounds.RunAsync(ScheduledPart.AlertMail, () =>
            _rounds.TryAsync(() => throw new InvalidOperationException("No mail server."), CancellationToken.None)
        );

        Assert.True(_rounds.Last(ScheduledPart.AlertMail)!.Failed);
        Assert.Contains("A scheduled task failed", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_ThatThrows_IsRememberedAsFailedAndThrows()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            _rounds.RunAsync(ScheduledPart.Retention, () => throw new InvalidOperationException("No room."))
        );

        Assert.True(_rounds.Last(ScheduledPart.Retention)!.Failed);
    }

    [Fact]
    public async Task Round_CutShortByTheEndOfTheProcess_IsNoFailure()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        Assert.True(await _rounds.TryAsync(() => Task.FromCanceled(stopping.Token), stopping.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _rounds.RunAsync(ScheduledPart.Retention, () => Task.FromCanceled<bool>(stopping.Token))
        );

        Assert.Null(_rounds.Last(ScheduledPart.Retention));
        Assert.Empty(_log.Lines);
    }

    private Task Work(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return Task.CompletedTask;
    }
}
