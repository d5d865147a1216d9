using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Where runs and comparisons are by what is stored, for watchers that do not hear from the process that carries them
/// out.
/// </summary>
public static class StoredProgress
{
    /// <summary>Runs by their journals. Ids of something else are left out.</summary>
    public static async Task<IReadOnlyList<RunProgress>> OfRunsAsync(
        SyncDbContext context,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellation
    )
    {
        var runs = await context.Runs.AsNoTracking().Where(run => ids.Contains(run.Id)).ToListAsync(cancellation);
        if (runs.Count == 0)
        {
            return [];
        }

        var plans = runs.Select(run => run.PlanId).ToList();
        var changes = (
            await context
                .Changes.Where(change => plans.Contains(change.PlanId))
                .GroupBy(change => new
                {
                    change.PlanId,
                    change.Target,
                    change.State,
                })
                .Select(group => new
                {
                    group.Key.PlanId,
                    group.Key.Target,
                    group.Key.State,
                    Count = group.Count(),
                })
                .ToListAsync(cancellation)
        ).ToLookup(group => group.PlanId);
        return
        [
            .. runs.Select(run =>
            {
                var its = changes[run.PlanId].ToList();
                return new RunProgress(
                    run.Id,
                    run.State,
                    its.Sum(group => group.Count),
                    Count(ChangeState.Confirmed),
                    Count(ChangeState.AwaitingConfirmation),
                    Count(ChangeState.Held),
                    Count(ChangeState.Refused),
                    Count(ChangeState.Failed),
                    null,
                    run.XledgerRequests,
                    run.Failure
                )
                {
                    Systems =
                    [
                        .. new[] { Side.Xledger, Side.Huma }
                            .Select(side => its.Where(group => group.Target == side).ToList())
                            .Where(groups => groups.Count > 0)
                            .Select(groups => new SystemProgress(
                                groups[0].Target,
                                groups.Sum(group => group.Count),
                                groups
                                    .Where(group => group.State is not (ChangeState.Planned or ChangeState.Sending))
                                    .Sum(group => group.Count)
                            )),
                    ],
                };

                int Count(ChangeState state) => its.Where(group => group.State == state).Sum(group => group.Count);
            }),
        ];
    }

    /// <summary>Comparisons by their records. Ids of something else are left out.</summary>
    public static async Task<IReadOnlyList<CompareProgress>> OfComparisonsAsync(
        SyncDbContext context,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await context
                    .Comparisons.AsNoTracking()
                    .Where(comparison => ids.Contains(comparison.Id))
                    .ToListAsync(cancellation)
            ).Select(record => new CompareProgress(
                record.Id,
                record.State,
                new ReadCount(record.HumaCount, record.HumaCount),
                new ReadCount(record.XledgerCount, record.XledgerCount),
                Matching: false,
                record.Failure
            )),
        ];
}
