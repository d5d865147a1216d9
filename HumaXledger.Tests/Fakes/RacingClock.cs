namespace HumaXledger.Tests.Fakes;

/// <summary>
/// A clock that jumps to the end of every wait, so that minutes of waiting take no time and still count. Timers longer
/// than <see cref="LongestWait"/> guard against waits that do
/// not end: they ring only when somebody lets that time <see cref="Pass"/>.
/// </summary>
public sealed class RacingClock(DateTimeOffset now) : TimeProvider
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly List<Guard> _guards = [];
    private DateTimeOffset _now = now;
    private TimeSpan _waited;

    /// <summary>Somebody began to wait longer than <see cref="LongestWait"/>.</summary>
    public event Action<TimeSpan>? LongWaitBegun;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How long everybody waited in all.</summary>
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
            return _now;
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

    /// <summary>Lets the guards ring that were set for at most this long.</summary>
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
