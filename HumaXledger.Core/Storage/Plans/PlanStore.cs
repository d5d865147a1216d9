using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Plans;

/// <summary>
/// Stored plans: immutable, numbered per connection. The newest reviewed one is the only one of its kind that may be
/// applied.
/// </summary>
public sealed class PlanStore(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// A plan is carried out within this time after it was made, or not at all. Without it, who writes the database
    /// could have an old plan carried out again at any time.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>Ends the plans of a connection that wait for longer than <see cref="LongestWait"/>.</summary>
    /// <param name="now">UTC.</param>
    internal static Task<int> ExpireAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var before = now - LongestWait;
        return RefuseAsync(
            context.Plans.Where(plan => plan.ConnectionId == connectionId && plan.CreatedAt < before),
            cancellation
        );
    }

    /// <summary>No run will carry out these plans any more; those that one has taken stay as they are.</summary>
    internal static Task<int> RefuseAsync(IQueryable<PlanRecord> plans, CancellationToken cancellation) =>
        plans
            .Where(plan => plan.State == PlanState.Ready)
            .ExecuteUpdateAsync(set => set.SetProperty(plan => plan.State, PlanState.Refused), cancellation);

    /// <summary>
    /// Stores a plan with its changes, all or nothing, once per intention: the same <paramref name="shown"/> again
    /// gives the plan that was stored for it. The entries of the activity log are stored in the same transaction.
    /// </summary>
    /// <param name="entriesOf">The entries of the activity log for a plan that was made.</param>
    internal async Task<PlanRecord> SaveOnceAsync(
        Guid connectionId,
        Guid comparisonId,
        SyncPlan plan,
        ShownPlan shown,
        string createdBy,
        Func<PlanRecord, IEnumerable<ActivityRecord>> entriesOf,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await LockAsync(context, connectionId, cancellation);
        if ((await IntendedAsync(context, comparisonId, shown, cancellation)) is [var same, ..])
        {
            return same;
        }

        var record = await AddAsync(context, connectionId, comparisonId, plan, shown.Source, createdBy, cancellation);
        context.Activity.AddRange(entriesOf(record));
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return record;
    }

    /// <summary>
    /// The plan of this intention that a run has taken; null where there is none. One that no run took may be out of
    /// date by now: it is looked for only when it is stored.
    /// </summary>
    internal async Task<PlanRecord?> FindTakenAsync(Guid comparisonId, ShownPlan shown, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return (await IntendedAsync(context, comparisonId, shown, cancellation)).Find(plan =>
            plan.State == PlanState.Taken
        );
    }

    // A plan that a run took is the same act only for a page that was shown before it: afterwards the same content is a
    // new wish.
    private static async Task<List<PlanRecord>> IntendedAsync(
        SyncDbContext context,
        Guid comparisonId,
        ShownPlan shown,
        CancellationToken cancellation
    )
    {
        var (source, fingerprint, last) = shown;
        var plans = await context
            .Plans.AsNoTracking()
            .Where(plan =>
                plan.ComparisonId == comparisonId
                && plan.Origin == source.Origin
                && plan.EarlierRunId == source.EarlierRunId
                && (plan.State == PlanState.Ready || (plan.State == PlanState.Taken && plan.Number > last))
            )
            .OrderByDescending(plan => plan.Number)
            .ToListAsync(cancellation);
        // The database holds it sealed.
        return plans.FindAll(plan => StoredFingerprint.FingerprintIn(plan.OwnFingerprint) == fingerprint);
    }

    /// <summary>The connection's newest plan number; 0 without one.</summary>
    internal static async Task<int> LastNumberAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        await context
            .Plans.Where(row => row.ConnectionId == connectionId)
            .MaxAsync(row => (int?)row.Number, cancellation)
        ?? 0;

    /// <summary>
    /// Stores a plan with its changes under the connection's next number; earlier plans that no run took are refused
    /// from now on. In an open transaction of the context that has the connection's turn
    /// (<see cref="LockAsync"/>). The record is tracked.
    /// </summary>
    internal async Task<PlanRecord> AddAsync(
        SyncDbContext context,
        Guid connectionId,
        Guid comparisonId,
        SyncPlan plan,
        PlanSource source,
        string createdBy,
        CancellationToken cancellation
    )
    {
        if (source.Origin != PlanOrigin.FromHuma)
        {
            // A plan by event stands beside a reviewed one; neither takes the other's place.
            await RefuseAsync(
                context.Plans.Where(row => row.ConnectionId == connectionId && row.Origin != PlanOrigin.FromHuma),
                cancellation
            );
        }

        var record = new PlanRecord
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            ConnectionId = connectionId,
            ComparisonId = comparisonId,
            Number = await LastNumberAsync(context, connectionId, cancellation) + 1,
            State = PlanState.Ready,
            Origin = source.Origin,
            EarlierRunId = source.EarlierRunId,
            Fingerprint = FieldValue.From(
                StoredFingerprint.Of(plan.Fingerprint, plan.Changes, connectionId, comparisonId)
            ),
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            CreatedBy = createdBy,
            ChangeCount = plan.Changes.Count,
            UndecidedCount = plan.Undecided.Count,
            HeldByGuardCount = plan.HeldByGuard.Count,
            Blocked = plan.Blocked,
            Guards = plan.Guards,
            Forecast = plan.Forecast,
        };
        context.Plans.Add(record);
        await context.SaveChangesAsync(cancellation);
        await new BulkInsert<ChangeRecord>(context).RunAsync(
            plan.Changes.Select(change => Record(record.Id, change)),
            cancellation
        );
        return record;
    }

    /// <summary>
    /// Whether a plan asked for everything that its changes empty; otherwise they were changed in the database, where
    /// an empty value is not sealed.
    /// </summary>
    /// <param name="all">All changes of the plan.</param>
    internal static bool EmptiesAsPlanned(PlanRecord plan, IEnumerable<ChangeRecord> all) =>
        StoredFingerprint.AreAsPlanned(plan.OwnFingerprint, all.Select(Planned));

    /// <summary>The plan's changes as they were planned.</summary>
    public static PlannedChange Planned(ChangeRecord row) =>
        new(
            row.Sequence,
            row.Target,
            row.Kind,
            row.HumaId,
            row.XledgerId,
            row.PersonName,
            row.Field,
            row.From,
            row.To,
            row.Cause,
            row.Reason ?? new Reason("")
        )
        {
            Wave = row.Wave,
            Earlier = row.EarlierId,
        };

    /// <summary>
    /// Writing the connection's row makes two administrators who plan at once number one after the other, on either
    /// provider.
    /// </summary>
    internal static Task<int> LockAsync(SyncDbContext context, Guid connectionId, CancellationToken cancellation) =>
        context
            .Connections.Where(row => row.Id == connectionId)
            .ExecuteUpdateAsync(
                row => row.SetProperty(connection => connection.Name, connection => connection.Name),
                cancellation
            );

    private static ChangeRecord Record(Guid planId, PlannedChange change) =>
        new()
        {
            PlanId = planId,
            Sequence = change.Sequence,
            Wave = change.Wave,
            Target = change.Target,
            Kind = change.Kind,
            HumaId = change.Huma,
            XledgerId = change.Xledger,
            PersonName = change.PersonName,
            Field = change.Field,
            From = change.From,
            To = change.To,
            State = ChangeState.Planned,
            Cause = change.Cause,
            Reason = change.Why,
            EarlierId = change.Earlier,
        };
}
