using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Queue;

namespace HumaXledger.Portal.Components.Pages.Connection.Overview;

/// <summary>Summary of a connection.</summary>
/// <param name="RunUnderWay">The manual run in progress; null when there is none.</param>
/// <param name="LastRun">The last manual run.</param>
public sealed record ConnectionOverview(
    Guid? RunUnderWay,
    RunRecord? LastRun,
    long Requests,
    int Allowance,
    ChangeQueueStatistics Figures,
    IReadOnlyList<LiveChange> Stream,
    IReadOnlyList<DayOfChanges> PerDay
)
{
    /// <summary>Problems that last.</summary>
    public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>How many announced changes take effect in the next days.</summary>
    public int ComingUp { get; init; }
}

/// <summary>Confirmed changes of one day in the reader's time zone.</summary>
public sealed record DayOfChanges(DateOnly Date, int Changes)
{
    /// <summary>Day and month in the culture's order, without the year: 22.11, 22/11, 11-22.</summary>
    public string Label =>
        Date.ToString(
            DayAndMonth(System.Globalization.CultureInfo.CurrentCulture.DateTimeFormat.ShortDatePattern),
            System.Globalization.CultureInfo.CurrentCulture
        );

    private static string DayAndMonth(string pattern) =>
        pattern.Replace("y", "", StringComparison.Ordinal).Trim('.', '/', '-', ' ');
}
