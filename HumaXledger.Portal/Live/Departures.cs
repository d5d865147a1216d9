namespace HumaXledger.Portal.Live;

/// <summary>
/// Announces to workers that poll for work that a node ends: what it had under way can be taken up at once.
/// Safe for any number of threads.
/// </summary>
public sealed class Departures
{
    private TaskCompletionSource _next = New();

    /// <summary>A node ends.</summary>
    public void Announce() => Interlocked.Exchange(ref _next, New()).SetResult();

    /// <summary>Rounds at this interval, and at once when a node ends.</summary>
    /// <param name="again">Once more this long after it; null: not.</param>
    internal Round Rounds(TimeSpan interval, TimeProvider clock, TimeSpan? again = null) =>
        new(this, interval, clock, again);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>For one flow.</summary>
    internal sealed class Round(Departures departures, TimeSpan interval, TimeProvider clock, TimeSpan? again)
        : IDisposable
    {
        private readonly PeriodicTimer _timer = new(interval, clock);
        private Task<bool>? _tick;
        private Task _announced = departures._next.Task;
        private bool _wasAnnounced;

        /// <summary>Waits for the next round; false when disposed of.</summary>
        public async Task<bool> NextAsync(CancellationToken cancellation)
        {
            if (_wasAnnounced && again is { } soon)
            {
                _wasAnnounced = false;
                await Task.Delay(soon, clock, cancellation);
                return true;
            }

            _tick ??= _timer.WaitForNextTickAsync(cancellation).AsTask();
            if (await Task.WhenAny(_tick, _announced).WaitAsync(cancellation) == _announced)
            {
                (_announced, _wasAnnounced) = (departures._next.Task, true);
                return true;
            }

            var ticked = _tick;
            _tick = null;
            return await ticked;
        }

        public void Dispose() => _timer.Dispose();
    }
}
