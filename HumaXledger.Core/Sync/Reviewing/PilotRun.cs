using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>A few people of a comparison that were synchronized before the rest.</summary>
public sealed record PilotRun(Guid RunId, int Number, IReadOnlySet<PersonRef> People)
{
    /// <summary>Those of a comparison, oldest first.</summary>
    internal static async Task<IReadOnlyList<PilotRun>> ReadAsync(
        SyncDbContext context,
        Guid comparisonId,
        CancellationToken cancellation
    )
    {
        var people = await (
            from plan in context.Plans.AsNoTracking()
            join run in context.Runs on plan.Id equals run.PlanId
            join change in context.Changes on plan.Id equals change.PlanId
            where plan.ComparisonId == comparisonId && plan.Origin == PlanOrigin.Pilot
            orderby run.Number
            select new
            {
                run.Id,
                run.Number,
                change.Target,
                change.Kind,
                change.HumaId,
                change.XledgerId,
            }
        ).ToListAsync(cancellation);
        // An added person has both ids by now; the plan has the one that existed.
        return
        [
            .. people
                .GroupBy(row => (row.Id, row.Number))
                .Select(run => new PilotRun(
                    run.Key.Id,
                    run.Key.Number,
                    run.Select(row =>
                            (row.Kind, row.Target) == (ChangeKind.Create, Side.Huma)
                                ? PersonRef.Of(null, row.XledgerId)
                                : PersonRef.Of(row.HumaId, row.XledgerId)
                        )
                        .Select(person => person!.Value)
                        .ToHashSet()
                )),
        ];
    }
}
