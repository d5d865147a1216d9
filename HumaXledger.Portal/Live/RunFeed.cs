using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HumaXledger.Core.Sync.Queue;

namespace HumaXledger.Portal.Live;

/// <summary>
/// The current progress of a subject for its watchers: the run belongs to the server, a page only watches. Each value
/// replaces the one before it; a late watcher gets the latest at once, a slow one skips values, and both lose nothing.
/// Safe for any number of publishers and watchers.
/// </summary>
public sealed class RunFeed(TimeProvider clock)
{
    /// <summary>
    /// A screen that changes more than ten times a second cannot be read, and each change costs its page a render.
    /// </summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>This many finished subjects keep their last value, for pages that open just as they finish.</summary>
    internal const int FinishedKept = 1000;

    private readonly ConcurrentDictionary<(Guid Key, Type Kind), Latest> _latest = new();
    private readonly ConcurrentQueue<(Guid Key, Type Kind)> _finished = new();

    /// <summary>
    /// Publishes to the watchers of this key and type, and to watchers of <see cref="object"/>, who get every type.
    /// </summary>
    public void Publish<T>(Guid key, T value)
        where T : notnull
    {
        For(key, typeof(T)).Set(value);
        if (typeof(T) != typeof(object))
        {
            For(key, typeof(object)).Set(value);
        }
    }

    /// <summary>
    /// Something moved on a connection: the pages that show it read again (<see cref="ConnectionPulse"/>).
    /// </summary>
    public void Pulse(Guid connectionId) =>
        Publish(connectionId, new ConnectionPulse(connectionId, clock.GetUtcNow().UtcDateTime));

    /// <summary>
    /// Nothing more will come: watchers get the last value and end. A later <see cref="Publish"/> (a resumed run) opens
    /// the subject again.
    /// </summary>
    public void Complete<T>(Guid key)
        where T : notnull
    {
        Finish((key, typeof(T)));
        Finish((key, typeof(object)));
    }

    /// <summary>
    /// The latest value first, when there is one; then newer values: at once after a pause, otherwise at most one per
    /// <see cref="Pace"/>. Ends when the subject is complete.
    /// </summary>
    /// <exception cref="OperationCanceledException">The watcher left.</exception>
    public async IAsyncEnumerable<T> WatchAsync<T>(Guid key, [EnumeratorCancellation] CancellationToken leaving)
        where T : notnull
    {
        var seen = 0L;
        var shownAt = 0L;
        while (true)
        {
            leaving.ThrowIfCancellationRequested();
            var now = For(key, typeof(T)).Now;
            if (now.Version > seen && seen > 0 && Pace - clock.GetElapsedTime(shownAt) is { Ticks: > 0 } early)
            {
                await Task.Delay(early, clock, leaving);
            }
            else if (now.Version > seen)
            {
                (seen, shownAt) = (now.Version, clock.GetTimestamp());
                yield return (T)now.Value!;
            }
            else if (now.Complete)
            {
                yield break;
            }
            else
            {
                await now.Changed.WaitAsync(leaving);
            }
        }
    }

    private Latest For(Guid key, Type kind) => _latest.GetOrAdd((key, kind), _ => new Latest());

    private void Finish((Guid Key, Type Kind) subject)
    {
        if (!For(subject.Key, subject.Kind).Finish())
        {
            return;
        }

        _finished.Enqueue(subject);
        while (_finished.Count > FinishedKept && _finished.TryDequeue(out var oldest))
        {
            if (_latest.TryGetValue(oldest, out var latest) && latest.Now.Complete)
            {
                _latest.TryRemove(oldest, out _);
            }
        }
    }

    /// <summary>The latest value of one subject, and a task that completes when it changes.</summary>
    private sealed class Latest
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _changed = New();
        private object? _value;
        private long _version;
        private bool _complete;

        /// <summary>The current value and state, and the task that completes at the next change.</summary>
        public (long Version, object? Value, bool Complete, Task Changed) Now
        {
            get
            {
                lock (_gate)
                {
                    return (_version, _value, _complete, _changed.Task);
                }
            }
        }

        /// <summary>Replaces the value; reopens a completed subject.</summary>
        public void Set(object value)
        {
            lock (_gate)
            {
                (_value, _version, _complete) = (value, _version + 1, false);
                Signal();
            }
        }

        /// <returns>False when it was complete before.</returns>
        public bool Finish()
        {
            lock (_gate)
            {
                if (_complete)
                {
                    return false;
                }

                _complete = true;
                Signal();
                return true;
            }
        }

        private void Signal()
        {
            var changed = _changed;
            _changed = New();
            changed.SetResult();
        }

        // Continuations run asynchronously: a slow watcher must not delay the run that publishes.
        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
