using System.Threading.Channels;

namespace HumaXledger.Portal.Live;

/// <summary>
/// What the other nodes have to hear. Of each subject the newest value is kept and given at most four times a second;
/// the last one always is. Safe for any number of writers; for one sender.
/// </summary>
public sealed class NodeOutbox(TimeProvider clock)
{
    /// <summary>The shortest time between two messages about one subject.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Dictionary<(NodeMessageKind Kind, Guid Key), Subject> _subjects = [];
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    /// <summary>This node in messages.</summary>
    public Guid Node { get; } = Guid.NewGuid();

    /// <summary>A value of a subject. Types that other nodes do not watch are left out.</summary>
    public void Put<T>(Guid key, T value)
        where T : notnull
    {
        if (NodeMessage.KindOf(typeof(T)) is { } kind)
        {
            Change(kind, key, subject => (subject.Value, subject.Ended) = (value, false));
        }
    }

    /// <summary>Nothing more will come of a subject.</summary>
    public void End<T>(Guid key)
        where T : notnull
    {
        if (NodeMessage.KindOf(typeof(T)) is { } kind)
        {
            Change(kind, key, subject => subject.Ended = true);
        }
    }

    /// <summary>Something waits on a connection; the node that holds its lease is meant.</summary>
    /// <param name="atOnce">A person waits for it.</param>
    public void Signal(Guid connectionId, bool atOnce) =>
        Change(NodeMessageKind.Signal, connectionId, subject => subject.AtOnce |= atOnce);

    /// <summary>This node ends: what it had under way is free.</summary>
    public void Leave() => Change(NodeMessageKind.Leaving, Node, _ => { });

    /// <summary>Waits until something may be due: a change, or the end of this time.</summary>
    internal async Task WaitAsync(TimeSpan? longest, CancellationToken cancellation)
    {
        if (longest is not { } time)
        {
            await _signals.Reader.ReadAsync(cancellation);
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var signal = _signals.Reader.WaitToReadAsync(ending.Token).AsTask();
        await Task.WhenAny(signal, Task.Delay(time, clock, ending.Token));
        await ending.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        _signals.Reader.TryRead(out _);
    }

    /// <summary>The messages that are due, and how long the next one has to wait; null where none waits.</summary>
    /// <param name="all">Also those that would have to wait.</param>
    internal (IReadOnlyList<NodeMessage> Due, TimeSpan? Next) Take(bool all = false)
    {
        lock (_gate)
        {
            List<NodeMessage> due = [];
            TimeSpan? next = null;
            foreach (var ((kind, key), subject) in _subjects.ToList())
            {
                var early = !all && subject.SentAt is { } sent ? Pace - clock.GetElapsedTime(sent) : TimeSpan.Zero;
                if (early > TimeSpan.Zero)
                {
                    next = subject.Waits && (next is null || early < next) ? early : next;
                }
                else if (subject.Waits)
                {
                    due.Add(subject.Send(Node, kind, key, clock.GetTimestamp()));
                }
                else
                {
                    _subjects.Remove((kind, key));
                }
            }

            return (due, next);
        }
    }

    /// <summary>They could not be sent: they wait again, unless something newer does.</summary>
    internal void Return(IEnumerable<NodeMessage> unsent)
    {
        lock (_gate)
        {
            foreach (var message in unsent)
            {
                if (_subjects.TryGetValue((message.Kind, message.Key), out var subject))
                {
                    subject.Waits = true;
                    subject.AtOnce |= message.AtOnce;
                }
            }
        }
    }

    private void Change(NodeMessageKind kind, Guid key, Action<Subject> change)
    {
        lock (_gate)
        {
            if (!_subjects.TryGetValue((kind, key), out var subject))
            {
                _subjects[(kind, key)] = subject = new Subject();
            }

            change(subject);
            subject.Waits = true;
        }

        _signals.Writer.TryWrite(true);
    }

    private sealed class Subject
    {
        public object? Value { get; set; }

        public bool Ended { get; set; }

        public bool AtOnce { get; set; }

        /// <summary>Whether it changed since it was sent.</summary>
        public bool Waits { get; set; }

        public long? SentAt { get; private set; }

        public NodeMessage Send(Guid node, NodeMessageKind kind, Guid key, long now)
        {
            var message = NodeMessage.About(node, kind, key, Value, Ended) with { AtOnce = AtOnce };
            (Waits, AtOnce, SentAt) = (false, false, now);
            return message;
        }
    }
}
