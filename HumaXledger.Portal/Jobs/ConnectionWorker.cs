using System.Threading.Channels;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Processes one connection, batch by batch, whenever it is signalled. After a fault common to all of a batch it waits,
/// each time longer, until the fault is over or another try is asked for.
/// </summary>
internal sealed partial class ConnectionWorker(
    Guid connectionId,
    LeasedInboundSync inbound,
    RunFeed feed,
    InboundPace pace,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>Back-off after consecutive faults; the last value repeats.</summary>
    internal static readonly IReadOnlyList<TimeSpan> FaultPauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
    ];

    /// <summary>While a manual run is under way.</summary>
    private static readonly TimeSpan WhileBusy = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly Lock _gate = new();
    private WorkSignal _waiting;
    private TaskCompletionSource _asked = NotAsked();
    private int _faults;
    private int _storeFaults;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>Signals that something waits; signals that wait together ask for what any of them asked for.</summary>
    public void Signal(WorkSignal signal)
    {
        lock (_gate)
        {
            _waiting = new WorkSignal(_waiting.AtOnce || signal.AtOnce, _waiting.Here || signal.Here);
            if (signal.AtOnce)
            {
                _asked.TrySetResult();
            }
        }

        pace.Arrived();

        _signals.Writer.TryWrite(true);
    }

    /// <summary>Processes batches until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await foreach (var _ in _signals.Reader.ReadAllAsync(stopping))
        {
            var signal = TakeWaiting();
            if (signal.AtOnce || clock.GetUtcNow() >= _notBefore)
            {
                await ProcessAsync(signal, stopping);
            }
        }
    }

    private WorkSignal TakeWaiting()
    {
        lock (_gate)
        {
            var signal = _waiting;
            _waiting = default;
            return signal;
        }
    }

    private async Task ProcessAsync(WorkSignal signal, CancellationToken stopping)
    {
        try
        {
            for (var atOnce = signal.AtOnce; ; atOnce = false)
            {
                // Before the lease: it is renewed from the start of the batch on.
                await KeepPaceAsync(atOnce, stopping);
                if (!await inbound.TakeLeaseAsync(connectionId, stopping))
                {
                    if (signal.Here)
                    {
                        feed.SignalOtherNodes(connectionId, signal.AtOnce);
                    }

                    return;
                }

                var began = clock.GetTimestamp();
                var worked = await inbound.ProcessAsync(connectionId, new Pulse(this), stopping);
                pace.End(began, worked);
                if (worked.Busy)
                {
                    await Task.Delay(WhileBusy, clock, stopping);
                    continue;
                }

                if (worked is { People: 0, Fault: null })
                {
                    return;
                }

                PublishPulse();
                if (worked.Fault is { } fault)
                {
                    Pause(fault, worked.NotBefore);
                    return;
                }

                (_faults, _storeFaults) = (0, 0);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // Pending changes and journal keep their state.
            LogInterrupted(fault, connectionId);
            if (StoreFault.PassingCauseOf(fault) is null)
            {
                Pause(StoreFault.ReasonOf(fault) ?? new Reason(RunReasons.Unforeseen), notBefore: null);
            }
            else
            {
                // What waits should go on soon after the database is back, however long it was away.
                _notBefore = clock.GetUtcNow() + StoreFaults.PauseAfter(_storeFaults++);
            }
        }
    }

    // A person in front of a screen does not wait, also when the request comes during the wait.
    private async Task KeepPaceAsync(bool atOnce, CancellationToken stopping)
    {
        Task asked;
        lock (_gate)
        {
            asked = _asked.Task;
        }

        while (!atOnce && !asked.IsCompleted && pace.Rest is { Ticks: > 0 } rest)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            // A timer counts whole milliseconds.
            var passed = Task.Delay(
                TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)),
                clock,
                enough.Token
            );
            await Task.WhenAny(asked, passed);
            await enough.CancelAsync();
            stopping.ThrowIfCancellationRequested();
        }

        lock (_gate)
        {
            _asked = _asked.Task.IsCompleted ? NotAsked() : _asked;
        }

        pace.Begin();
    }

    private static TaskCompletionSource NotAsked() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Pause(Reason reason, DateTime? notBefore)
    {
        var until = clock.GetUtcNow() + FaultPauses[Math.Min(_faults, FaultPauses.Count - 1)];
        _notBefore = notBefore is { } known && known > until.UtcDateTime ? new DateTimeOffset(known) : until;
        _faults++;
        LogPaused(connectionId, reason, _notBefore);
    }

    private void PublishPulse() => feed.Pulse(connectionId);

    [LoggerMessage(
        LogLevel.Error,
        "Inbound sync of connection {ConnectionId} was interrupted; its pending changes are kept and tried again"
    )]
    private partial void LogInterrupted(Exception fault, Guid connectionId);

    [LoggerMessage(LogLevel.Warning, "Inbound sync of connection {ConnectionId} waits until {Until}: {Reason}")]
    private partial void LogPaused(Guid connectionId, Reason reason, DateTimeOffset until);

    /// <summary>Publishes every step of a run to the watchers of the connection.</summary>
    private sealed class Pulse(ConnectionWorker worker) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => worker.PublishPulse();
    }
}

/// <summary>A signal that something waits on a connection.</summary>
/// <param name="AtOnce">Another try was asked for: a pause after a fault is cut short.</param>
/// <param name="Here">
/// It was given on this node: the node that holds the lease does not know of it yet and is sent a message.
/// </param>
internal readonly record struct WorkSignal(bool AtOnce, bool Here = false);
