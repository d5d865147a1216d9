using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Overview;

/// <summary>
/// What the figures of a connection follow from, in a form that is cheap to ask for: while it is the same, so are the
/// figures.
/// </summary>
/// <param name="ComparisonId">The newest complete comparison, of whatever purpose.</param>
/// <param name="Review">The newest comparison that was made to be decided on; null where there is none.</param>
/// <param name="Written">Confirmed writes since the comparison was read.</param>
internal sealed record FiguresVersion(
    Guid ComparisonId,
    ComparisonPurpose Purpose,
    ComparisonState State,
    DateTime StartedAt,
    DateTime FinishedAt,
    Guid? Review,
    int Written,
    string Journal,
    string Decided,
    string Queue,
    string Policies,
    string Scope,
    int Erased
)
{
    /// <summary>The version as of now; null if nothing was compared yet.</summary>
    public static async Task<FiguresVersion?> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        var newest = await context
            .FinishedComparisons(connectionId)
            .WithInput(context)
            .Select(comparison => new
            {
                comparison.Id,
                comparison.Purpose,
                comparison.State,
                comparison.StartedAt,
                comparison.FinishedAt,
            })
            .FirstOrDefaultAsync(cancellation);
        if (newest is null)
        {
            return null;
        }

        var review = await context
            .FinishedComparisons(connectionId)
            .OfReviews()
            .Where(comparison => comparison.StartedAt <= newest.StartedAt)
            .Select(comparison => (Guid?)comparison.Id)
            .FirstOrDefaultAsync(cancellation);
        var runs = await context
            .Runs.Where(run =>
                run.ConnectionId == connectionId && (run.FinishedAt == null || run.FinishedAt > newest.StartedAt)
            )
            .Select(run => new { run.PlanId, run.FinishedAt })
            .ToListAsync(cancellation);
        var plans = runs.Select(run => run.PlanId).ToList();
        var changed = await context
            .Changes.Where(change => plans.Contains(change.PlanId) && change.ChangedAt > newest.StartedAt)
            .GroupBy(change => change.State)
            .Select(state => new
            {
                state.Key,
                Count = state.Count(),
                Last = state.Max(change => change.ChangedAt),
            })
            .ToListAsync(cancellation);
        // An answer to a held value belongs to the comparison of its run.
        var decided = await context
            .Decisions.Where(row => row.ComparisonId == newest.Id || row.ComparisonId == review)
            .GroupBy(_ => 1)
            .Select(all => new { Count = all.Count(), Last = all.Max(row => row.DecidedAt) })
            .SingleOrDefaultAsync(cancellation);
        var queued = await context
            .PendingChanges.Where(pending => pending.ConnectionId == connectionId && pending.ReadAt > newest.StartedAt)
            .GroupBy(pending => pending.State)
            .Select(state => new
            {
                state.Key,
                Count = state.Count(),
                Last = state.Max(pending => pending.ReadAt),
            })
            .ToListAsync(cancellation);
        var held = await context
            .HeldValues.Where(value => value.ConnectionId == connectionId)
            .GroupBy(value => value.State)
            .Select(state => new
            {
                state.Key,
                Count = state.Count(),
                Last = state.Max(value => value.HeldAt),
            })
            .ToListAsync(cancellation);
        var links = await context
            .Links.Where(link => link.ConnectionId == connectionId)
            .GroupBy(_ => 1)
            .Select(all => new
            {
                Count = all.Count(),
                Last = all.Max(link => link.LinkedAt),
                Others = all.Count(link => link.OtherPersonAt != null),
                Other = all.Max(link => link.OtherPersonAt),
                Same = all.Max(link => link.SameConfirmedAt),
            })
            .SingleOrDefaultAsync(cancellation);
        var rules = await context
            .Connections.Where(row => row.Id == connectionId)
            .Select(row => new
            {
                row.DefaultPolicy,
                row.ScopeRules,
                Fields = row
                    .Policies.OrderBy(policy => policy.Field)
                    .Select(policy => new { policy.Field, policy.Rule })
                    .ToList(),
            })
            .SingleAsync(cancellation);
        var erased = await StoredInput.ErasuresOf(context, connectionId).CountAsync(cancellation);
        var journal = string.Join(' ', changed.OrderBy(state => state.Key));
        var messages = string.Join(' ', queued.OrderBy(state => state.Key));
        var approvals = string.Join(' ', held.OrderBy(state => state.Key));
        var policies = string.Join(' ', rules.Fields);
        return new FiguresVersion(
            newest.Id,
            newest.Purpose,
            newest.State,
            newest.StartedAt,
            newest.FinishedAt ?? newest.StartedAt,
            review,
            changed.Where(state => state.Key == ChangeState.Confirmed).Sum(state => state.Count),
            $"{runs.Count} {runs.Count(run => run.FinishedAt is null)} {journal}",
            $"{decided?.Count} {decided?.Last:O}",
            $"{messages} {approvals} {links?.Count} {links?.Last:O} {links?.Others} {links?.Other:O} {links?.Same:O}",
            $"{rules.DefaultPolicy} {policies}",
            string.Join(' ', rules.ScopeRules),
            erased
        );
    }
}
