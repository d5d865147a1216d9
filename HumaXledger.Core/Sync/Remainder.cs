using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>
/// What of all that was reviewed the two systems still disagree on after a run, by what was read back: with those that went before it over the same comparison.
/// </summary>
/// <param name="Open">Changes that are not confirmed, differences nobody decided, changes that could not be planned or that a guard holds back.</param>
/// <param name="LeftAsDecided">Differences that an administrator chose to leave.</param>
public sealed record Remainder(int Open, int LeftAsDecided)
{
    internal static async Task<Remainder?> AfterAsync(SyncDbContext context, RunRecord run, PlanRecord plan, CancellationToken cancellation)
    {
        if (run.FinishedAt is null || plan.Origin is PlanOrigin.Pilot or PlanOrigin.Undo or PlanOrigin.FromHuma)
        {
            return null;
        }

        var family = await (
            from other in context.Runs
            join its in context.Plans on other.PlanId equals its.Id
            where its.ComparisonId == plan.ComparisonId && its.Origin != PlanOrigin.FromHuma && other.Number <= run.Number
            orderby other.Number
            select new { other.Id, its.Origin, its.UndecidedCount, its.HeldByGuardCount, PlanId = its.Id }).ToListAsync(cancellation);
        if (family.Any(one => one.Origin == PlanOrigin.Undo) || family.LastOrDefault(one => one.Origin is PlanOrigin.Reviewed or PlanOrigin.Rest) is not { } reviewed)
        {
            return null;
        }

        var runs = family.Select(one => (Guid?)one.Id).ToList();
        // A change that a later run of the family took up counts there.
        var open = await context.Changes.CountAsync(
            change => runs.Contains(change.RunId) && change.State != ChangeState.Confirmed && !context.Changes.Any(later => later.EarlierId == change.Id && runs.Contains(later.RunId)), cancellation);
        var blocked = await context.Plans.Where(row => row.Id == reviewed.PlanId).Select(row => row.Blocked).SingleAsync(cancellation);
        var left = await context.Decisions.CountAsync(
            row => row.ComparisonId == plan.ComparisonId && row.Kind == DecisionKind.Field && row.Choice == FieldChoice.Skip, cancellation);
        return new Remainder(open + reviewed.UndecidedCount + reviewed.HeldByGuardCount + blocked.Count, left);
    }
}
