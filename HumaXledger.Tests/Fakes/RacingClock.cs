namespace HumaXledger.Tests.Fakes;

/// <summary>
/// A clock that jumps to the end of every wait, so that long waits take no time and are still counted. Timers longer
/// than <see cref="LongestWait"/> are timeouts: they fire only when a test lets that time <see cref="Pass"/>.
/// </summary>
/// <param name="now">The time at which it starts.</param>
/// <param name="runs">Whether time also passes between waits; otherwise only waits move it.</param>
public sealed class RacingClock(DateTimeOffset now, bool runs = false) : TimeProvider
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<Guard> _guards = [];
    private readonly long _started = System.GetTimestamp();
    private DateTimeOffset _now = now;
    private TimeSpan _waited;

    /// <summary>Raised when a wait longer than <see cref="LongestWait"/> begins.</summary>
    public event Action<TimeSpan>? LongWaitBegun;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Total time waited.</summary>
    public TimeSpan Waited
    {
        get
        {
            lock (_gate)
            {
                return _waited;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return runs ? _now + System.GetElapsedTime(_started) : _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var guard = new Guard(this, callback, state, dueTime);
        if (dueTime > LongestWait)
        {
            lock (_gate)
            {
                _guards.Add(guard);
            }

            LongWaitBegun?.Invoke(dueTime);
        }
        else if (dueTime >= TimeSpan.Zero)
        {
            lock (_gate)
            {
                _now += dueTime;
                _waited += dueTime;
            }

            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return guard;
    }

    /// <summary>Fires the timeouts that were set for at most this long.</summary>
    public void Pass(TimeSpan length)
    {
        List<Guard> due;
        lock (_gate)
        {
            _now += length;
            due = _guards.FindAll(guard => guard.Length <= length);
            _guards.RemoveAll(due.Contains);
        }

        foreach (var guard in due)
        {
            guard.Ring();
        }
    }

    private void Forget(Guard guard)
    {
        lock (_gate)
        {
            _guards.Remove(guard);
        }
    }

    private sealed class Guard(RacingClock clock, TimerCallback callback, object? state, TimeSpan length) : ITimer
    {
        public TimeSpan Length => length;

        public void Ring() => ThreadPool.QueueUserWorkItem(_ => callback(state));

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => clock.Forget(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
