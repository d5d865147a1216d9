namespace HumaXledger.Tests.Fakes;

/// <summary>
/// The system's clock, except for timers of one length: those fire only when a test calls <see cref="Fire"/>.
/// </summary>
public sealed class HeldTimerClock(TimeSpan length) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Held> _held = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != length || period != Timeout.InfiniteTimeSpan)
        {
            return base.CreateTimer(callback, state, dueTime, period);
        }

        var held = new Held(this, () => callback(state));
        lock (_gate)
        {
            _held.Add(held);
        }

        return held;
    }

    /// <summary>Fires every timer that is held and not disposed.</summary>
    /// <returns>How many.</returns>
    public int Fire()
    {
        Held[] due;
        lock (_gate)
        {
            due = [.. _held];
            _held.Clear();
        }

        foreach (var held in due)
        {
            held.Callback();
        }

        return due.Length;
    }

    private sealed record Held(HeldTimerClock Clock, Action Callback) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            lock (Clock._gate)
            {
                Clock._held.RemoveAll(held => ReferenceEquals(held, this));
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
