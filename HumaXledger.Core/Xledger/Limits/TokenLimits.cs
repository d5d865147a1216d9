using System.Globalization;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;

namespace HumaXledger.Core.Xledger.Limits;

/// <summary>
/// Keeps one token within Xledger's limits: requests in a sliding window, parallel requests, credits. Shared by all
/// clients of the token in this process, and through <paramref name="window"/> by other nodes that use it.
/// </summary>
internal sealed class TokenLimits(XledgerOptions options, TimeProvider time, ITokenWindow? window = null)
{
    /// <summary>
    /// The extra length of the window; it covers clocks whose speeds differ by up to one percent.
    /// </summary>
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

    private readonly SemaphoreSlim _gate = new(1);
    private readonly TokenRules _rules = TokenRules.Of(options);
    private readonly ITokenWindow _window = window ?? new ProcessTokenWindow(TokenRules.Of(options), time);

    /// <summary>SHA-256 of the token, hex, for metrics; null where nothing is measured.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Xledger's clock, estimated from its answers to this token.</summary>
    public RemoteClock Remote { get; } = new(time);

    /// <summary>The window as this process has seen it last.</summary>
    public XledgerWindow Window => new(_window.Used, options.BurstRequests, _rules.Window);

    /// <summary>Waits until one more request is allowed; dispose the result when the request has ended.</summary>
    /// <exception cref="XledgerFault">
    /// Credits return later than <see cref="XledgerOptions.CreditWait"/> from now.
    /// </exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        // Waiting requests of this process proceed in their order of arrival.
        await _gate.WaitAsync(cancellation);
        try
        {
            var id = Guid.NewGuid();
            while (true)
            {
                switch (await _window.EnterAsync(id, cancellation))
                {
                    case TokenAnswer.NoCredits(var left) when left > options.CreditWait:
                        throw CreditsUntil(time.GetUtcNow().UtcDateTime + left);
                    case TokenAnswer.NoCredits(var left):
                        await _window.WaitAsync(new TokenAnswer.Wait(left), cancellation);
                        break;
                    case TokenAnswer.Wait wait:
                        await _window.WaitAsync(wait, cancellation);
                        break;
                    default:
                        return new Entry(_window, id);
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Xledger refused for a burst: another client uses the token. Nothing is sent for a whole window, or for as long
    /// as was <paramref name="asked"/> for, at most
    /// <see cref="XledgerOptions.CreditWait"/>.
    /// </summary>
    public async Task OnBurstLimitAsync(TimeSpan? asked, CancellationToken cancellation)
    {
        Measure("burst");
        var wanted = asked > options.CreditWait ? options.CreditWait : asked;
        await _window.PauseAsync(wanted > _rules.Window ? wanted.Value : _rules.Window, cancellation);
    }

    /// <summary>
    /// Handles a refusal for concurrency: Xledger allows fewer parallel requests, so the limit is lowered by one, until
    /// <see cref="XledgerOptions.ParallelRecovery"/> has passed without another.
    /// </summary>
    public async Task OnConcurrencyLimitAsync(CancellationToken cancellation)
    {
        Measure("concurrency");
        await _window.LowerAsync(cancellation);
        await _window.PauseAsync(ConcurrencyPause, cancellation);
    }

    /// <summary>
    /// Xledger refused for credits until <paramref name="backAt"/>, UTC by Xledger's clock. A moment that has passed is
    /// no answer: nothing is sent for a
    /// back-off that grows with <paramref name="attempt"/>.
    /// </summary>
    public async Task OnCreditLimitAsync(DateTime? backAt, int attempt, CancellationToken cancellation)
    {
        Measure("credits");
        var wait = backAt is { } moment ? Remote.Until(new DateTimeOffset(moment, TimeSpan.Zero)) : CreditsWithoutTime;
        if (wait <= TimeSpan.Zero)
        {
            await _window.PauseAsync(BackOff.Of(attempt, CreditsPause), cancellation);
            return;
        }

        wait =
            wait < BackOff.Shortest ? BackOff.Shortest
            : wait > LongestWithoutCredits ? LongestWithoutCredits
            : wait;
        await _window.AwaitCreditsAsync(wait, cancellation);
        if (Fingerprint is { } token)
        {
            SyncTelemetry.OnCredits(token, time.GetUtcNow().UtcDateTime + wait);
        }
    }

    private void Measure(string limit)
    {
        if (Fingerprint is { } token)
        {
            SyncTelemetry.OnLimit(token, limit);
        }
    }

    private static XledgerFault CreditsUntil(DateTime backAt) =>
        new(
            XledgerFaultCause.Credits,
            new Reason(
                XledgerReasons.Credits,
                backAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            ),
            transient: true
        )
        {
            RetryAt = backAt,
        };

    private sealed class Entry(ITokenWindow window, Guid id) : IDisposable
    {
        private ITokenWindow? _window = window;

        public void Dispose() => Interlocked.Exchange(ref _window, null)?.Leave(id);
    }
}
