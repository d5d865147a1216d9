using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>
/// Takes the changes an administrator requests after a run through the checks and safety limits of a review, and stores
/// them as a plan if they are still what was shown.
/// </summary>
public sealed class FollowUpPlans(
    IDbContextFactory<SyncDbContext> contexts,
    SnapshotCache snapshots,
    PlanStore plans,
    AllowanceCheck allowance,
    TimeProvider clock
)
{
    private static readonly SyncPlan Nothing = new([], [], [], [], [], Forecast.Nothing, "");

    /// <summary>
    /// Why no plan of this kind follows from the run; null where one may. What a run left that a restore ended
    /// (<see cref="RunFailureCause.Restored"/>) is compared again first; what it wrote can be put back.
    /// </summary>
    internal static Reason? WhyNothingFollows(RunRecord earlier, PlanOrigin origin) =>
        earlier switch
        {
            { FinishedAt: null } => new Reason(RunReasons.RunUnderWay),
            { FailureCause: RunFailureCause.Restored } when origin != PlanOrigin.Undo => new Reason(
                RunReasons.EndedByRestore
            ),
            _ => null,
        };

    /// <param name="run">The earlier run.</param>
    /// <param name="wanted">What is wanted of the run's changes, given the country whose spellings are meant.</param>
    /// <returns>Null where there is no such run.</returns>
    internal async Task<FollowUpPlan?> ReviewAsync(
        Guid run,
        PlanOrigin origin,
        IReadOnlySet<GuardKind> confirmed,
        Func<SyncDbContext, Earlier, CancellationToken, Task<Wanted>> wanted,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.DemandOfRunAsync(by, Permission.SeePeople, run, cancellation);
        if (
            await context.Runs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == run, cancellation)
            is not { } earlier
        )
        {
            return null;
        }

        // Before all else: a plan that is stored while this is read comes after what is shown.
        var lastPlan = await PlanStore.LastNumberAsync(context, earlier.ConnectionId, cancellation);
        var plan = await context.Plans.AsNoTracking().SingleAsync(row => row.Id == earlier.PlanId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .Include(row => row.Policies)
            .SingleAsync(row => row.Id == earlier.ConnectionId, cancellation);
        async Task<FollowUpPlan> OfAsync(SyncPlan made, Reason? refusal) =>
            new(earlier, plan, connection, origin, made, refusal)
            {
                LastPlan = lastPlan,
                AllowanceForecast = await allowance.ForecastAsync(
                    connection,
                    made.Forecast.XledgerRequests,
                    cancellation
                ),
            };

        if (connection.EndedBecause() is { } ended)
        {
            return await OfAsync(Nothing, ended);
        }

        if (WhyNothingFollows(earlier, origin) is { } why)
        {
            return await OfAsync(Nothing, why);
        }

        if (PlanPreconditions.WhyMoved(context, plan, earlier.ConnectionId) is { } moved)
        {
            return await OfAsync(Nothing, moved);
        }

        var rows = await context
            .Changes.AsNoTracking()
            .Where(change => change.PlanId == plan.Id)
            .OrderBy(change => change.Sequence)
            .ToListAsync(cancellation);
        if (await snapshots.OfAsync(connection.Id, cancellation) is not { } now)
        {
            return await OfAsync(Nothing, new Reason(AlertReasons.ComparisonUnreadable));
        }

        var asked = await wanted(context, new Earlier(earlier, plan, connection, rows, now), cancellation);
        asked =
            origin == PlanOrigin.Undo
                ? asked
                : asked.WithoutLeftOut(now, await StoredInput.LinksAsync(context, connection.Id, cancellation));
        var made = SyncPlan.Of(
            now,
            asked.Changes,
            asked.Impossible,
            confirmed,
            GuardSettings.With(connection.GuardLimits),
            SystemDay.Of(clock.GetUtcNow()),
            allowance.CostsOf(connection)
        );
        return await OfAsync(made, asked.Refusal) with { AsBefore = asked.AsBefore };
    }

    /// <summary>
    /// Stores the plan that was shown, once; refused when it is no longer what follows. Asked for again it is the same
    /// plan.
    /// </summary>
    /// <param name="run">The earlier run, which <paramref name="nowAsync"/> reads.</param>
    /// <param name="nowAsync">What would follow now.</param>
    /// <param name="code">What the activity log says of it: number of the plan, its changes, number of the earlier
    /// run.</param>
    internal async Task<Answer<Guid>> StoreAsync(
        Guid run,
        ShownPlan shown,
        Func<Task<FollowUpPlan?>> nowAsync,
        string code,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = await DemandAsync(run, by, cancellation);
        Task<Answer<Guid>> MakeAsync() => StoreAsync(shown, nowAsync, code, by, who, cancellation);
        return await ComparisonOfAsync(run, cancellation) is { } comparisonId
            ? await plans.OnceAsync(comparisonId, shown, MakeAsync, cancellation)
            : await MakeAsync();
    }

    private async Task<Answer<Guid>> StoreAsync(
        ShownPlan shown,
        Func<Task<FollowUpPlan?>> nowAsync,
        string code,
        Actor by,
        string who,
        CancellationToken cancellation
    )
    {
        var now = await nowAsync();
        if (now?.Refusal is { } refusal)
        {
            return new Answer<Guid>.Refused(refusal);
        }

        if (
            now is null
            || now.Shown.Source != shown.Source
            || now.Plan.Fingerprint != shown.Fingerprint
            || now.Plan.Changes.Count == 0
        )
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
        }

        IEnumerable<ActivityRecord> EntriesOf(PlanRecord plan)
        {
            var at = clock.GetUtcNow().UtcDateTime;
            return
            [
                .. now
                    .Plan.Guards.Where(guard => guard is { Tripped: true, Confirmed: true })
                    .Select(guard =>
                        ActivityRecord.Of(
                            by,
                            ActivityCodes.GuardConfirmed,
                            at,
                            now.Connection.Id,
                            [guard.Kind.ToString(), "+"]
                        )
                    ),
                ActivityRecord.Of(
                    by,
                    code,
                    at,
                    now.Connection.Id,
                    [$"{plan.Number}", $"{plan.ChangeCount}", $"{now.Earlier.Number}"]
                ),
            ];
        }

        var stored = await plans.SaveOnceAsync(
            now.Connection.Id,
            now.EarlierPlan.ComparisonId,
            now.Plan,
            shown,
            who,
            EntriesOf,
            cancellation
        );
        return new Answer<Guid>.Done(stored.Id);
    }

    private async Task<string> DemandAsync(Guid run, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.DemandOfRunAsync(by, Permission.Synchronize, run, cancellation);
    }

    /// <summary>The comparison that the earlier run was planned from; null where there is no such run.</summary>
    private async Task<Guid?> ComparisonOfAsync(Guid earlier, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await (
            from run in context.Runs
            join plan in context.Plans on run.PlanId equals plan.Id
            where run.Id == earlier
            select (Guid?)plan.ComparisonId
        ).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>An earlier run with its journal, and what is known to be there now.</summary>
    internal sealed record Earlier(
        RunRecord Run,
        PlanRecord Plan,
        Connection Connection,
        IReadOnlyList<ChangeRecord> Changes,
        Comparison Now
    )
    {
        /// <summary>
        /// What the target of a change holds now as far as it is known; unknown where the person is gone.
        /// </summary>
        public FieldValue Holds(ChangeRecord change) => TargetOf(change)?[change.Field] ?? FieldValue.NotKnown;

        /// <summary>
        /// Why this value cannot be written where a change of the run wrote: the person is gone, or the target takes no
        /// such value. Null where it can.
        /// </summary>
        public WriteObstacle? WhyNot(ChangeRecord change, FieldValue wanted) =>
            TargetOf(change) is not { } person
                ? WriteObstacle.Correctable(new Reason(RunReasons.PersonGone))
                : Directions.Forbidden(
                    change.Field,
                    change.Target.Other(),
                    new NormalizedValue(FieldNormal.Key(change.Field, wanted, Now.Rosters.Country)),
                    person,
                    Now.Rosters.XledgerHasGender
                );

        private Person? TargetOf(ChangeRecord change) =>
            Now.Rosters.Find(
                change.Target,
                change.Target == Side.Huma ? change.HumaId?.Value : change.XledgerId?.Value
            );
    }

    /// <summary>What is wanted, what of it is known to be impossible, and why nothing is wanted at all.</summary>
    internal sealed record Wanted(
        IReadOnlyList<PlannedChange> Changes,
        IReadOnlyList<BlockedChange> Impossible,
        Reason? Refusal
    )
    {
        /// <summary>What is there already.</summary>
        public IReadOnlyList<BlockedChange> AsBefore { get; init; } = [];

        /// <summary>
        /// Without people who are never synchronized or no longer linked by now. What a run wrote to them before can
        /// still be undone.
        /// </summary>
        public Wanted WithoutLeftOut(Comparison now, IReadOnlySet<Link> linked)
        {
            var kept = Changes.ToLookup(change => WhyNot(change) is null);
            return !kept[false].Any()
                ? this
                : this with
                {
                    Changes = [.. kept[true]],
                    Impossible =
                    [
                        .. Impossible,
                        .. kept[false]
                            .Select(change => new BlockedChange(
                                change.Target,
                                change.Huma,
                                change.Xledger,
                                change.PersonName,
                                change.Field,
                                WriteObstacle.Correctable(WhyNot(change)!)
                            )),
                    ],
                };

            Reason? WhyNot(PlannedChange change) =>
                now.LeftOutOf(change.Huma, change.Xledger) is { } leftOut ? ScopeReason.Of(leftOut)
                : change is { Kind: ChangeKind.Update, Huma: { } huma, Xledger: { } xledger }
                && !linked.Contains(new Link(huma, xledger))
                    ? new Reason(InboundReasons.Unlinked)
                : null;
        }
    }
}
