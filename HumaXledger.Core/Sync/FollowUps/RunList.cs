using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>Which runs of a connection are listed.</summary>
public enum RunListKind
{
    /// <summary>Started by a person.</summary>
    ByHand,

    /// <summary>Started by changes in Huma; there are many of them.</summary>
    FromHuma,

    /// <summary>Both.</summary>
    All,
}

/// <summary>One part of the runs of a connection, the newest first.</summary>
/// <param name="Total">Runs that the filter shows.</param>
/// <param name="Counts">Runs of each kind and state, whatever the filter.</param>
public sealed record RunList(
    IReadOnlyList<RunListRow> Rows,
    int Total,
    IReadOnlyDictionary<(bool FromHuma, RunState State), int> Counts
)
{
    /// <summary>Reads the rows from <paramref name="skip"/>, at most <paramref name="take"/>.</summary>
    /// <param name="state">Only runs in this state; null: all.</param>
    public static async Task<RunList> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        RunListKind kind,
        RunState? state,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var all =
            from run in context.Runs.AsNoTracking()
            join plan in context.Plans on run.PlanId equals plan.Id
            where run.ConnectionId == connectionId
            select new
            {
                Run = run,
                plan.Origin,
                plan.EarlierRunId,
            };
        var counts = await all.GroupBy(row => new { FromHuma = row.Origin == PlanOrigin.FromHuma, row.Run.State })
            .Select(group => new
            {
                group.Key.FromHuma,
                group.Key.State,
                Count = group.Count(),
            })
            .ToDictionaryAsync(group => (group.FromHuma, group.State), group => group.Count, cancellation);
        var wanted = all.Where(row =>
            (kind == RunListKind.All || (row.Origin == PlanOrigin.FromHuma) == (kind == RunListKind.FromHuma))
            && (state == null || row.Run.State == state)
        );
        var page = await wanted
            .OrderByDescending(row => row.Run.Number)
            .Skip(skip)
            .Take(take)
            .ToListAsync(cancellation);
        var plans = page.Select(row => row.Run.PlanId).ToList();
        var written = await context
            .Changes.Where(change => plans.Contains(change.PlanId))
            .GroupBy(change => new { change.PlanId, change.State })
            .Select(group => new
            {
                group.Key.PlanId,
                group.Key.State,
                Count = group.Count(),
            })
            .ToListAsync(cancellation);
        var earlier = page.Where(row => row.EarlierRunId is not null)
            .Select(row => row.EarlierRunId!.Value)
            .Distinct()
            .ToList();
        var numbers = await context
            .Runs.Where(run => earlier.Contains(run.Id))
            .ToDictionaryAsync(run => run.Id, run => run.Number, cancellation);
        var ids = page.Select(row => (Guid?)row.Run.Id).ToList();
        var later = (
            await (
                from plan in context.Plans
                join run in context.Runs on plan.Id equals run.PlanId
                where ids.Contains(plan.EarlierRunId)
                orderby run.Number
                select new { plan.EarlierRunId, Run = new RelatedRun(run.Id, run.Number, plan.Origin) }
            ).ToListAsync(cancellation)
        ).ToLookup(row => row.EarlierRunId!.Value, row => row.Run);
        return new RunList(
            [
                .. page.Select(row => new RunListRow(
                    row.Run,
                    row.Origin,
                    row.EarlierRunId is { } from ? numbers[from] : null,
                    [.. later[row.Run.Id]],
                    Sum(row.Run, isWritten: true),
                    Sum(row.Run, isWritten: false)
                )),
            ],
            await wanted.CountAsync(cancellation),
            counts
        );

        int Sum(RunRecord run, bool isWritten) =>
            written
                .Where(one =>
                    one.PlanId == run.PlanId && (one.State is ChangeState.Confirmed or ChangeState.Undone) == isWritten
                )
                .Sum(one => one.Count);
    }

    /// <summary>Runs of this kind, in this state or in any.</summary>
    public int Count(RunListKind kind, RunState? state = null) =>
        Counts
            .Where(one =>
                (kind == RunListKind.All || one.Key.FromHuma == (kind == RunListKind.FromHuma))
                && (state is null || one.Key.State == state)
            )
            .Sum(one => one.Value);
}

/// <summary>A run, its origin, and the runs that followed from it.</summary>
/// <param name="Earlier">Number of the run that it follows from; null without one.</param>
/// <param name="Written">Values that the target held after it.</param>
/// <param name="NotWritten">Values that it did not write, or not yet.</param>
public sealed record RunListRow(
    RunRecord Run,
    PlanOrigin Origin,
    int? Earlier,
    IReadOnlyList<RelatedRun> Later,
    int Written,
    int NotWritten
)
{
    /// <summary>How long the run took; null while it has not ended.</summary>
    public TimeSpan? Duration => Run.FinishedAt - (Run.StartedAt ?? Run.CreatedAt);
}
