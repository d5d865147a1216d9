namespace HumaXledger.Tests.Fakes;

/// <summary>
/// A clock that skips waits: a timer of at most <see cref="LongestWait"/> fires at once and moves the time forward by
/// its length. Longer timers guard against waits that do not end; they fire only in <see cref="Pass"/>.
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

    /// <summary>A timer longer than <see cref="LongestWait"/> was started.</summary>
    public event Action<TimeSpan>? LongWaitBegun;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Sum of the waits that were skipped.</summary>
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

    /// <summary>Moves the time and fires the guards of at most this length.</summary>
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
