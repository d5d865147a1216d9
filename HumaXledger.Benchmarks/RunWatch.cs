using System.Diagnostics;
using System.Diagnostics.Metrics;
using HumaXledger.Core;
using HumaXledger.Core.Sync.Running;

namespace HumaXledger.Benchmarks;

/// <summary>Measures one run from its first request to Xledger to its end, and the time for its journal.</summary>
internal sealed class RunWatch : IProgress<RunProgress>, IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private long? _first;
    private long _last;
    private double _journal;

    /// <summary>Listens to the metric of the journal.</summary>
    public RunWatch()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SyncTelemetry.Name && instrument.Name == SyncTelemetry.JournalSaving)
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

    /// <summary>From the first progress report with a request to the last report.</summary>
    public TimeSpan Writing => _first is { } first ? Stopwatch.GetElapsedTime(first, _last) : TimeSpan.Zero;

    /// <summary>The time spent on saving the journal.</summary>
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
