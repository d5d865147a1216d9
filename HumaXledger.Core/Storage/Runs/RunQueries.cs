using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Storage.Runs;

/// <summary>Which runs are under way, and which of them were started by a person.</summary>
public static class RunQueries
{
    /// <summary>Runs that have not ended.</summary>
    public static IQueryable<RunRecord> UnderWay(this IQueryable<RunRecord> runs) =>
        runs.Where(run => run.FinishedAt == null);

    /// <summary>Runs of a connection that have not ended; there is at most one.</summary>
    public static IQueryable<RunRecord> UnderWay(this SyncDbContext context, Guid connectionId) =>
        context.Runs.UnderWay().Where(run => run.ConnectionId == connectionId);

    /// <summary>Runs that a person started; inbound runs follow from changes in Huma by themselves.</summary>
    public static IQueryable<RunRecord> Manual(this IQueryable<RunRecord> runs, SyncDbContext context) =>
        runs.Where(run => context.Plans.Any(plan => plan.Id == run.PlanId && plan.Origin != PlanOrigin.FromHuma));

    /// <summary>Runs that follow from changes in Huma.</summary>
    public static IQueryable<RunRecord> Inbound(this IQueryable<RunRecord> runs, SyncDbContext context) =>
        runs.Where(run => context.Plans.Any(plan => plan.Id == run.PlanId && plan.Origin == PlanOrigin.FromHuma));
}
