using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>
/// What was brought from Huma by itself within the guards' windows on one connection, kept up to date from the journal.
/// </summary>
internal sealed class RecentWrites(Guid connectionId)
{
    /// <summary>What was sent may be stored a moment after the time it bears.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly RecentWriteLimits _writes = new();
    private DateTime _through = DateTime.MinValue;

    /// <summary>What was written in the windows of the safety limits, up to now.</summary>
    public async Task<IReadOnlyList<GuardWindow>> ReadAsync(
        SyncDbContext context,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var since = _through > now - RecentWriteLimits.Reach ? _through - Overlap : now - RecentWriteLimits.Reach;
        var recent = await RecentRuns.PlansAsync(context, connectionId, since, cancellation);
        var guards = await context
            .Plans.AsNoTracking()
            .Where(plan => recent.Contains(plan.Id) && plan.Origin == PlanOrigin.FromHuma)
            .Select(plan => new { plan.Id, plan.Guards })
            .ToListAsync(cancellation);
        var plans = guards.Select(plan => plan.Id).ToList();
        var changes = await context
            .Changes.AsNoTracking()
            .Where(change => plans.Contains(change.PlanId) && change.SentAt > since)
            .ToListAsync(cancellation);
        var confirmed = guards.ToDictionary(
            plan => plan.Id,
            plan =>
                plan.Guards.Where(guard => guard is { Tripped: true, Confirmed: true })
                    .Select(guard => guard.Kind)
                    .ToHashSet()
        );
        foreach (var change in changes)
        {
            _writes.Add(PlanStore.Planned(change), change.SentAt!.Value, confirmed[change.PlanId]);
        }

        _through = now;
        return _writes.At(now);
    }
}
