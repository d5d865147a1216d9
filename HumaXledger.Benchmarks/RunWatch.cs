using System.Diagnostics;
using System.Diagnostics.Metrics;
using HumaXledger.Core.Sync.Running;

namespace HumaXledger.Benchmarks;

/// <summary>Takes the time of one run: from its first request to Xledger to its end, and of its journal.</summary>
internal sealed class RunWatch : IProgress<RunProgress>, IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private long? _first;
    private long _last;
    private double _journal;

    public RunWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SyncMetrics.MeterName && instrument.Name == SyncMetrics.JournalSaving)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(
            (_, seconds, _, _) =>
            {
                lock (_gate)
                {
                    _journal += seconds;
                }
            }
        );
        _listener.Start();
    }

    /// <summary>From the first progress after a request to the last one.</summary>
    public TimeSpan Writing => _first is { } first ? Stopwatch.GetElapsedTime(first, _last) : TimeSpan.Zero;

    public TimeSpan Journal
    {
        get
        {
            lock (_gate)
            {
                return TimeSpan.FromSeconds(_journal);
            }
        }
    }

    public void Report(RunProgress value)
    {
        _last = Stopwatch.GetTimestamp();
        if (value.Requests > 0)
        {
            _first ??= _last;
        }
    }

    public void Dispose() => _listener.Dispose();
}
