namespace HumaXledger.Portal.Components.Pages.Connection.Overview;

/// <summary>How a connection is used, for its card on the start page.</summary>
/// <param name="Days">Values written on each of the last 30 days, today last.</param>
/// <param name="Requests">Requests to Xledger this month.</param>
/// <param name="Allowance">Requests that the subscription includes per month.</param>
public sealed record ConnectionTrend(IReadOnlyList<int> Days, long Requests, int Allowance);
