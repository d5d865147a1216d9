using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using HumaXledger.Core.Sync.Queue;

namespace HumaXledger.Portal.Live;

/// <summary>
/// The current progress of a subject for its watchers: the run belongs to the server, a page only watches. Each value
/// replaces the one before it; a late watcher gets the latest at once, a slow one skips values, and both lose nothing.
/// Safe for any number of publishers and watchers.
/// </summary>
/// <remarks>
/// What is published here also reaches the watchers of the other nodes, through <see cref="NodeSender"/>; for watchers
/// that hear nothing <see cref="SilentFeeds"/> reads the store.
/// </remarks>
/// <param name="outbox">What the other nodes have to hear; null where there is one node.</param>
public sealed class RunFeed(TimeProvider clock, NodeOutbox? outbox = null)
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
    /// Publishes to the watchers of this key and type, and to watchers of <see cref="object"/>, who get every type but
    /// <see cref="DecisionsPulse"/>.
    /// </summary>
    public void Publish<T>(Guid key, T value)
        where T : notnull
    {
        Accept(key, value);
        outbox?.Put(key, value);
    }

    /// <summary>Takes a value from another node or from the store: the watchers of this node alone get it.</summary>
    public void Accept<T>(Guid key, T value)
        where T : notnull
    {
        For(key, typeof(T)).Set(value, clock.GetTimestamp());
        if (IsForAnyWatcher(typeof(T)))
        {
            For(key, typeof(object)).Set(value, clock.GetTimestamp());
        }
    }

    /// <summary>
    /// Whether watchers of <see cref="object"/>, the clients of the hub, get these values too: they have no review on
    /// their screen.
    /// </summary>
    internal static bool IsForAnyWatcher(Type kind) => kind != typeof(object) && kind != typeof(DecisionsPulse);

    /// <summary>
    /// Something moved on a connection: the pages that show it read again (<see cref="ConnectionPulse"/>).
    /// </summary>
    public void Pulse(Guid connectionId) => Publish(connectionId, NewPulse(connectionId));

    /// <summary>The same for the pages of this node alone.</summary>
    public void AcceptPulse(Guid connectionId) => Accept(connectionId, NewPulse(connectionId));

    /// <summary>Signals the node that holds a connection's lease that changes wait in its queue.</summary>
    /// <param name="atOnce">A person waits for it.</param>
    public void SignalOtherNodes(Guid connectionId, bool atOnce) => outbox?.Signal(connectionId, atOnce);

    /// <summary>Hears when another node ends.</summary>
    public Departures Departures { get; } = new();

    /// <summary>Signals all other nodes that this one stops, so that they resume what it had under way.</summary>
    public void AnnounceLeaving() => outbox?.Leave();

    private ConnectionPulse NewPulse(Guid connectionId) => new(connectionId, clock.GetUtcNow().UtcDateTime);

    /// <summary>
    /// Nothing more will come: watchers get the last value and end. A later <see cref="Publish"/> (a resumed run) opens
    /// the subject again.
    /// </summary>
    public void Complete<T>(Guid key)
        where T : notnull
    {
        AcceptEnd<T>(key);
        outbox?.End<T>(key);
    }

    /// <summary>The end of a subject, from another node or from the store.</summary>
    public void AcceptEnd<T>(Guid key)
        where T : notnull
    {
        Finish((key, typeof(T)));
        Finish((key, typeof(object)));
    }

    /// <summary>The latest value of a subject; null before the first.</summary>
    public T? LatestOf<T>(Guid key)
        where T : class => _latest.TryGetValue((key, typeof(T)), out var latest) ? (T?)latest.Now.Value : null;

    /// <summary>
    /// What is watched and for how long nothing came; a watch that has just begun counts like a value.
    /// </summary>
    public IReadOnlyList<WatchedSubject> Watched() =>
        [
            .. _latest
                .Where(entry => entry.Value.IsWatched)
                .Select(entry => new WatchedSubject(
                    entry.Key.Key,
                    entry.Key.Kind,
                    clock.GetElapsedTime(entry.Value.ReceivedAt)
                )),
        ];

    /// <summary>
    /// The latest value first, when there is one; then newer values: at once after a pause, otherwise at most one per
    /// <see cref="Pace"/>. Ends when the subject is complete.
    /// </summary>
    /// <param name="readStore">
    /// Whether the store is read after a silence (<see cref="SilentFeeds"/>); false for a watcher of many subjects,
    /// which then looks by itself.
    /// </param>
    /// <exception cref="OperationCanceledException">The watcher left.</exception>
    public async IAsyncEnumerable<T> WatchAsync<T>(
        Guid key,
        [EnumeratorCancellation] CancellationToken leaving,
        bool readStore = true
    )
        where T : notnull
    {
        using var watch = readStore ? For(key, typeof(T)).Watch(clock.GetTimestamp()) : null;
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
        private long _receivedAt;
        private int _watchers;
        private bool _complete;

        /// <summary>Whether someone watches who depends on it.</summary>
        public bool IsWatched => Volatile.Read(ref _watchers) > 0;

        /// <summary>Timestamp of the last value, or of the first watcher after there was none.</summary>
        public long ReceivedAt => Volatile.Read(ref _receivedAt);

        /// <summary>Counts a watcher until the result is disposed of.</summary>
        public IDisposable Watch(long now)
        {
            lock (_gate)
            {
                if (_watchers++ == 0)
                {
                    _receivedAt = now;
                }
            }

            return new Watcher(this);
        }

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
        public void Set(object value, long now)
        {
            lock (_gate)
            {
                (_value, _version, _complete, _receivedAt) = (value, _version + 1, false, now);
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

        private void Leave()
        {
            lock (_gate)
            {
                _watchers--;
            }
        }

        private sealed class Watcher(Latest watched) : IDisposable
        {
            public void Dispose() => watched.Leave();
        }

        // Continuations run asynchronously: a slow watcher must not delay the run that publishes.
        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A subject that someone watches on this node.</summary>
/// <param name="Kind">The type of its values; <see cref="object"/> for any.</param>
/// <param name="Silence">How long ago its last value came.</param>
public readonly record struct WatchedSubject(Guid Key, Type Kind, TimeSpan Silence);
