using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>The plans that follow from one another until a run has done all that the first one planned.</summary>
internal static class PlanChain
{
    /// <summary>
    /// The plan, then those whose runs it goes on with, tries again or decides anew; the first of all is the last here.
    /// It ends early where there is no earlier plan of that connection, whatever the database says.
    /// </summary>
    public static async Task<IReadOnlyList<PlanRecord>> OfAsync(
        SyncDbContext context,
        PlanRecord plan,
        CancellationToken cancellation
    )
    {
        List<PlanRecord> chain = [plan];
        while (
            chain[^1]
                is {
                    Origin: PlanOrigin.Continued or PlanOrigin.Retried or PlanOrigin.DecidedAnew,
                    EarlierRunId: { } earlier,
                    Number: var number,
                }
        )
        {
            var before = await (
                from run in context.Runs
                join its in context.Plans.AsNoTracking() on run.PlanId equals its.Id
                where run.Id == earlier && its.Number < number && its.ConnectionId == plan.ConnectionId
                select its
            ).SingleOrDefaultAsync(cancellation);
            if (before is null)
            {
                break;
            }

            chain.Add(before);
        }

        return chain;
    }
}
