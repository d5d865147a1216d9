using HumaXledger.Core.Storage;

namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>A connection at a glance.</summary>
/// <param name="NotMade">Changes of the last run that were refused or failed.</param>
public sealed record ConnectionOverview(
    Guid? RunUnderWay, RunRecord? LastRun, int Linked, int NotMade, int Held, int Awaiting, long Requests, int Allowance, IReadOnlyList<DayOfChanges> PerDay);

/// <summary>Confirmed changes of one day, UTC.</summary>
public sealed record DayOfChanges(DateOnly Date, int Changes)
{
    public string Label => Date.ToString("dd.MM", System.Globalization.CultureInfo.CurrentCulture);
}
