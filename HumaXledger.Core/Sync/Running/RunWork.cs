using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;

namespace HumaXledger.Core.Sync.Running;

/// <summary>What a run has to carry out.</summary>
/// <param name="Origin">How the plan came to be.</param>
/// <param name="Changes">The plan's changes in their order, with their results so far.</param>
/// <param name="Country">Whose national spellings are meant, as in the comparison that was reviewed.</param>
internal sealed record RunWork(RunRecord Run, PlanOrigin Origin, IReadOnlyList<ChangeRecord> Changes, string? Country);
