namespace HumaXledger.Tests.Fakes;

/// <summary>A clock that moves only when stepped; timers fire when a step passes them.</summary>
public sealed class SteppedClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Waiting> _waiting = [];
    private DateTimeOffset _now = new(2026, 1, 15, 11, 0, 0, TimeSpan.Zero);

    /// <summary>Number of timers that have not fired.</summary>
    public int Waiters
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Step(TimeSpan length)
    {
        Waiting[] due;
        lock (_gate)
        {
            _now += length;
            due = [.. _waiting.Where(waiting => waiting.At <= _now)];
            _waiting.RemoveAll(waiting => waiting.At <= _now);
        }

        foreach (var waiting in due)
        {
            waiting.Ring();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            var waiting = new Waiting(this, _now + dueTime, () => callback(state));
            if (dueTime >= TimeSpan.Zero)
            {
                _waiting.Add(waiting);
            }

            return waiting;
        }
    }

    private sealed record Waiting(SteppedClock Clock, DateTimeOffset At, Action Ring) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (Clock._gate)
            {
                Clock._waiting.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
