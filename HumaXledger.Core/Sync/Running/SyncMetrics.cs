using System.Diagnostics.Metrics;

namespace HumaXledger.Core.Sync.Running;

/// <summary>What can be measured of runs while they go on. No personal value is in it.</summary>
public static class SyncMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "HumaXledger.Sync";

    /// <summary>Seconds of each save of a run's journal, with reporting its progress.</summary>
    public const string JournalSaving = "humaxledger.journal.saving";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Histogram<double> Saving = Meter.CreateHistogram<double>(JournalSaving, "s");
}
