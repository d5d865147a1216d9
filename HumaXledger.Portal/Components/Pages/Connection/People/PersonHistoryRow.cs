using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;

namespace HumaXledger.Portal.Components.Pages.Connection.People;

/// <summary>A change of one person with the run that made it.</summary>
/// <param name="FromHuma">Whether a change from Huma started the run, not a user.</param>
/// <param name="Run">Null while no run has taken the plan.</param>
public sealed record PersonHistoryRow(ChangeRecord Change, bool FromHuma, RunRecord? Run);
