using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>All metrics and traces of this process, as an exporter gets them.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    public Telemetry()
    {
        _meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
                _lines.Enqueue(
                    $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} "
                        + $"{Words(activity.TagObjects)} "
                        + $"{string.Join(' ', activity.Events.Select(reported => $"{reported.Name} {Words(reported.Tags)}"))} "
                        + $"{Words(activity.Baggage)}"
                ),
        };
        ActivitySource.AddActivityListener(_activities);
    }

    public IReadOnlyCollection<string> Lines => _lines;

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private static string Words<T>(IEnumerable<KeyValuePair<string, T>> tags) =>
        string.Join(' ', tags.Select(tag => $"{tag.Key}={tag.Value}"));

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _lines.Enqueue($"{instrument.Meter.Name} {instrument.Name} {Words(tags.ToArray())}");
}
