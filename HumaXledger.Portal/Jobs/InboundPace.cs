using HumaXledger.Core.Sync.Inbound;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// When the next batch of a connection may start: at once for what is single, gathered by arrival for what comes in a
/// burst, and in a stream of changes at a distance in which Xledger's request window has room for it.
/// </summary>
internal sealed class InboundPace(InboundSyncOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<(long At, int Requests)> _own = new();

    // Of what has arrived since the last batch began.
    private long? _firstArrival;
    private long? _lastArrival;

    // Of the last batch that had anything to process.
    private long? _began;
    private TimeSpan _distance;

    /// <summary>Something new waits.</summary>
    public void Arrived()
    {
        lock (_gate)
        {
            _lastArrival = clock.GetTimestamp();
            _firstArrival ??= _lastArrival;
        }
    }

    /// <summary>How long the next batch has to wait; what arrives meanwhile may prolong it.</summary>
    public TimeSpan Rest
    {
        get
        {
            lock (_gate)
            {
                var gathering = Least(Left(_lastArrival, options.Quiet), Left(_firstArrival, options.LongestGathering));
                var distance = Left(_began, _distance);
                return gathering > distance ? gathering : distance;
            }
        }
    }

    /// <summary>A batch begins, which takes everything that has arrived.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            (_firstArrival, _lastArrival) = (null, null);
        }
    }

    /// <summary>
    /// A batch has ended. One that found nothing leaves no trace: the next change does not wait for it.
    /// </summary>
    /// <param name="began">The timestamp of its beginning.</param>
    public void End(long began, BatchResult batch)
    {
        if (batch.People == 0)
        {
            return;
        }

        lock (_gate)
        {
            _began = began;
            _distance = DistanceAfter(began, batch);
        }
    }

    // As many requests as the batch had, spread over what others leave of this connection's share of the window.
    private TimeSpan DistanceAfter(long began, BatchResult batch)
    {
        if (batch is not { XledgerRequests: > 0 and var requests, Window: { } window })
        {
            return TimeSpan.Zero;
        }

        _own.Enqueue((began, requests));
        while (clock.GetElapsedTime(_own.Peek().At) > window.Length && _own.Count > 1)
        {
            _own.Dequeue();
        }

        var others = Math.Max(0, window.Used - _own.Sum(one => one.Requests));
        var share = window.Requests * options.WindowPercent / 100.0;
        return window.Length * (requests / Math.Max(requests, share - others));
    }

    private TimeSpan Left(long? since, TimeSpan length) =>
        since is { } start && length - clock.GetElapsedTime(start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
