using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>Fields about which the last word that runs ever wrote was to undo it.</summary>
internal static class PutBacks
{
    /// <summary>Those of a connection.</summary>
    public static async Task<IReadOnlyList<PutBack>> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        // A plan may have been moved here in the database. What goes on with an undo undoes too.
        var undone = (
            await context
                .Plans.AsNoTracking()
                .Where(plan =>
                    plan.ConnectionId == connectionId
                    && (
                        plan.Origin == PlanOrigin.Undo
                        || plan.Origin == PlanOrigin.Continued
                        || plan.Origin == PlanOrigin.Retried
                        || plan.Origin == PlanOrigin.DecidedAnew
                    )
                )
                .ToListAsync(cancellation)
        )
            .Where(plan => plan.OwnFingerprint is not null)
            .Select(plan => plan.Id)
            .ToList();
        var rows = await (
            from change in context.Changes.AsNoTracking()
            join run in context.Runs on change.PlanId equals run.PlanId
            where
                undone.Contains(change.PlanId)
                && (
                    change.Cause == ChangeCause.Undo
                    || context.Plans.Any(plan => plan.Id == change.PlanId && plan.Origin == PlanOrigin.Undo)
                )
                && change.State == ChangeState.Confirmed
                && change.HumaId != null
                && change.PersonName != Removal.NameRemoved
                && !context.Changes.Any(later =>
                    later.Id > change.Id
                    && later.HumaId == change.HumaId
                    && later.XledgerId == change.XledgerId
                    && later.Field == change.Field
                    && later.State == ChangeState.Confirmed
                )
            select new { change, run.Number }
        ).ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => new PutBack(
                    row.change.HumaId!.Value,
                    row.change.Field,
                    row.change.Target,
                    row.change.To,
                    row.change.From,
                    row.Number
                ))
                .DistinctBy(back => back.Key),
        ];
    }
}
