using System.Globalization;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;

namespace HumaXledger.Core.Xledger.Limits;

/// <summary>
/// Keeps one token within Xledger's limits: requests in a sliding window, parallel requests, credits. Shared by all
/// clients of the token in this process.
/// </summary>
/// <remarks>
/// A request counts from being sent until a whole window after its answer was read to the end. The server counts from
/// its arrival, which lies in between, so the window is respected whatever the network's delay. <see cref="Margin"/>
/// covers clocks whose speeds differ by up to one percent.
/// </remarks>
internal sealed class TokenLimits(XledgerOptions options, TimeProvider time)
{
    /// <summary>The extra length of the window.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// The wait when credits are used up and no time is given, as in Xledger's own sample (contracts/xledger.md 5).
    /// </summary>
    public static readonly TimeSpan CreditsWithoutTime = TimeSpan.FromMinutes(20);

    /// <summary>
    /// The longest wait for credits: one request a day costs nothing, and an absurd moment must not lock a token for
    /// years.
    /// </summary>
    public static readonly TimeSpan LongestWithoutCredits = TimeSpan.FromDays(1);

    private static readonly TimeSpan CreditsPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ConcurrencyPause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _door = new(1);
    private readonly Queue<long> _ended = new();
    private readonly TimeSpan _window = TimeSpan.FromSeconds(options.BurstSeconds) + Margin;
    private TaskCompletionSource _someEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _parallel = options.ParallelRequests;
    private int _running;
    private long? _pausedAt;
    private TimeSpan _pause;
    private DateTime? _creditsBackAt;

    /// <summary>SHA-256 of the token, hex, for metrics; null where nothing is measured.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Xledger's clock, estimated from its answers to this token.</summary>
    public RemoteClock Remote { get; } = new(time);

    /// <summary>Waits until one more request is allowed; dispose the result when the request has ended.</summary>
    /// <exception cref="XledgerFault">
    /// Credits return later than <see cref="XledgerOptions.CreditWait"/> from now.
    /// </exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        // Waiting requests proceed in their order of arrival.
        await _door.WaitAsync(cancellation);
        try
        {
            while (Next() is { } wait)
            {
                await wait.For(time, cancellation);
            }

            return new Entry(this);
        }
        finally
        {
            _door.Release();
        }
    }

    /// <summary>
    /// Xledger refused for a burst: another client uses the token. Nothing is sent for a whole window, or for as long
    /// as was <paramref name="asked"/> for, at most
    /// <see cref="XledgerOptions.CreditWait"/>.
    /// </summary>
    public void OnBurstLimit(TimeSpan? asked = null)
    {
        Measure("burst");
        var wanted = asked > options.CreditWait ? options.CreditWait : asked;
        Pause(wanted > _window ? wanted.Value : _window);
    }

    /// <summary>
    /// Handles a refusal for concurrency: Xledger allows fewer parallel requests, so the limit is lowered by one.
    /// </summary>
    public void OnConcurrencyLimit()
    {
        Measure("concurrency");
        lock (_gate)
        {
            _parallel = Math.Max(1, _parallel - 1);
        }

        Pause(ConcurrencyPause);
    }

    /// <summary>
    /// Xledger refused for credits until <paramref name="backAt"/>, UTC by Xledger's clock. A moment that has passed is
    /// no answer: nothing is sent for a
    /// back-off that grows with <paramref name="attempt"/>.
    /// </summary>
    public void OnCreditLimit(DateTime? backAt, int attempt = 0)
    {
        Measure("credits");
        var wait = backAt is { } moment ? Remote.Until(new DateTimeOffset(moment, TimeSpan.Zero)) : CreditsWithoutTime;
        if (wait <= TimeSpan.Zero)
        {
            Pause(BackOff.Of(attempt, CreditsPause));
            return;
        }

        wait =
            wait < BackOff.Shortest ? BackOff.Shortest
            : wait > LongestWithoutCredits ? LongestWithoutCredits
            : wait;
        var returning = time.GetUtcNow().UtcDateTime + wait;
        lock (_gate)
        {
            _creditsBackAt = returning;
        }

        if (Fingerprint is { } token)
        {
            SyncTelemetry.OnCredits(token, returning);
        }
    }

    private void Measure(string limit)
    {
        if (Fingerprint is { } token)
        {
            SyncTelemetry.OnLimit(token, limit);
        }
    }

    private void Pause(TimeSpan length)
    {
        lock (_gate)
        {
            _pausedAt = time.GetTimestamp();
            _pause = length;
        }
    }

    /// <summary>The next wait, or null when the request is allowed; it then counts as running.</summary>
    private Wait? Next()
    {
        lock (_gate)
        {
            if (_creditsBackAt is { } backAt)
            {
                var left = backAt - time.GetUtcNow().UtcDateTime;
                if (left > options.CreditWait)
                {
                    var at = backAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                    throw new XledgerFault(
                        XledgerFaultCause.Credits,
                        new Reason(XledgerReasons.Credits, at),
                        transient: true
                    )
                    {
                        RetryAt = backAt,
                    };
                }

                if (left > TimeSpan.Zero)
                {
                    return new Wait(left, null);
                }

                _creditsBackAt = null;
            }

            if (_pausedAt is { } paused && _pause - time.GetElapsedTime(paused) is { Ticks: > 0 } pause)
            {
                return new Wait(pause, null);
            }

            while (_ended.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= _window)
            {
                _ended.Dequeue();
            }

            if (_running >= _parallel || _running >= options.BurstRequests)
            {
                return new Wait(null, _someEnded.Task);
            }

            if (_running + _ended.Count >= options.BurstRequests)
            {
                return new Wait(_window - time.GetElapsedTime(_ended.Peek()), null);
            }

            _running++;
            return null;
        }
    }

    private void Leave()
    {
        TaskCompletionSource ended;
        lock (_gate)
        {
            _running--;
            _ended.Enqueue(time.GetTimestamp());
            ended = _someEnded;
            _someEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        ended.SetResult();
    }

    private sealed record Wait(TimeSpan? Length, Task? Until)
    {
        private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

        public Task For(TimeProvider time, CancellationToken cancellation) =>
            Until?.WaitAsync(cancellation)
            ?? Task.Delay(Length > Shortest ? Length.Value : Shortest, time, cancellation);
    }

    private sealed class Entry(TokenLimits limits) : IDisposable
    {
        private TokenLimits? _limits = limits;

        public void Dispose() => Interlocked.Exchange(ref _limits, null)?.Leave();
    }
}
