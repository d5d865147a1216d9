using HumaXledger.Core.Access;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>The plans that follow from a review: the whole of it, a pilot, or the end of it without the rest.</summary>
public sealed class ReviewPlans(
    Review review,
    PlanStore plans,
    IDbContextFactory<SyncDbContext> contexts,
    TimeProvider clock
)
{
    /// <summary>
    /// Stores the plan that was shown, once: what was reviewed is exactly what is applied, and asked for again it is
    /// the same plan. Refused when something else would follow now;
    /// <see cref="PlanDifference"/> says what.
    /// </summary>
    /// <param name="shown">What the page showed when the button was pressed: <see cref="ReviewSession.Shown"/>.</param>
    public async Task<Answer<Guid>> MakePlanAsync(
        Guid comparisonId,
        ShownPlan shown,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = await DemandAsync(comparisonId, by, cancellation);
        using var span = SyncTelemetry.Begin(SyncTelemetry.Plan)?.SetTag(SyncTelemetry.ComparisonTag, comparisonId);
        return await plans.OnceAsync(
            comparisonId,
            shown,
            () => StoreAsync(comparisonId, shown, by, who, cancellation),
            cancellation
        );
    }

    private async Task<Answer<Guid>> StoreAsync(
        Guid comparisonId,
        ShownPlan shown,
        Actor by,
        string who,
        CancellationToken cancellation
    )
    {
        var session = await review.OpenAsync(comparisonId, by, cancellation);
        if (!session.IsOpen)
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.ReviewClosed));
        }

        if (session.Shown.Source != shown.Source || session.Preview.Fingerprint != shown.Fingerprint)
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
        }

        ActivityRecord LogEntry(PlanRecord plan) =>
            session.Pilots is [.., var pilot]
                ? Act(
                    session,
                    by,
                    ActivityCodes.RestPlanned,
                    $"{plan.Number}",
                    $"{plan.ChangeCount}",
                    $"{pilot.Number}"
                )
                : Act(session, by, ActivityCodes.PlanMade, $"{plan.Number}", $"{plan.ChangeCount}");
        var plan = await plans.SaveOnceAsync(
            session.Connection.Id,
            comparisonId,
            session.Preview,
            shown,
            who,
            plan => [LogEntry(plan)],
            cancellation
        );
        return new Answer<Guid>.Done(plan.Id);
    }

    /// <summary>
    /// Stores the part of the plan that concerns a few people as it was shown, once. The comparison stays open for the
    /// rest.
    /// </summary>
    /// <param name="shown">From <see cref="ReviewSession.ShownPilot"/>.</param>
    public async Task<Answer<Guid>> MakePilotPlanAsync(
        Guid comparisonId,
        IReadOnlyCollection<PersonRef> chosen,
        ShownPlan shown,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = await DemandAsync(comparisonId, by, cancellation);
        if (chosen.Count is 0 or > PilotChoice.Most)
        {
            return new Answer<Guid>.Refused(new Reason(RunReasons.PilotSize, $"{PilotChoice.Most}"));
        }

        using var span = SyncTelemetry.Begin(SyncTelemetry.Plan)?.SetTag(SyncTelemetry.ComparisonTag, comparisonId);
        return await plans.OnceAsync(
            comparisonId,
            shown,
            () => StorePilotAsync(comparisonId, chosen, shown, by, who, cancellation),
            cancellation
        );
    }

    private async Task<Answer<Guid>> StorePilotAsync(
        Guid comparisonId,
        IReadOnlyCollection<PersonRef> chosen,
        ShownPlan shown,
        Actor by,
        string who,
        CancellationToken cancellation
    )
    {
        var session = await review.OpenAsync(comparisonId, by, cancellation);
        if (!session.IsOpen)
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.ReviewClosed));
        }

        var (choice, pilot) = session.Pilot(chosen);
        if (
            session.ShownPilot(pilot).Source != shown.Source
            || pilot.Fingerprint != shown.Fingerprint
            || pilot.Changes.Count == 0
        )
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
        }

        var plan = await plans.SaveOnceAsync(
            session.Connection.Id,
            comparisonId,
            pilot,
            shown,
            who,
            plan =>
                [
                    Act(
                        session,
                        by,
                        ActivityCodes.PilotPlanned,
                        $"{plan.Number}",
                        $"{plan.ChangeCount}",
                        $"{choice.People.Count}"
                    ),
                ],
            cancellation
        );
        return new Answer<Guid>.Done(plan.Id);
    }

    /// <summary>
    /// "Stop here" after a pilot: what waits is not written; the next synchronization begins with a new comparison.
    /// </summary>
    public async Task EndAsync(Guid comparisonId, int pilot, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.DemandOfComparisonAsync(by, Permission.Synchronize, comparisonId, cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var closed = await context
            .Comparisons.Where(comparison =>
                comparison.Id == comparisonId && comparison.State == ComparisonState.Complete
            )
            .ExecuteUpdateAsync(
                set => set.SetProperty(comparison => comparison.State, ComparisonState.Closed),
                cancellation
            );
        if (closed > 0)
        {
            var connectionId = await context
                .Comparisons.Where(comparison => comparison.Id == comparisonId)
                .Select(comparison => comparison.ConnectionId)
                .SingleAsync(cancellation);
            context.Activity.Add(
                ActivityRecord.Of(
                    by,
                    ActivityCodes.PilotEndedReview,
                    clock.GetUtcNow().UtcDateTime,
                    connectionId,
                    [$"{pilot}"]
                )
            );
            await context.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }

    private async Task<string> DemandAsync(Guid comparisonId, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.DemandOfComparisonAsync(by, Permission.Synchronize, comparisonId, cancellation);
    }

    private ActivityRecord Act(ReviewSession session, Actor by, string what, params IReadOnlyList<string> arguments) =>
        ActivityRecord.Of(by, what, clock.GetUtcNow().UtcDateTime, session.Connection.Id, arguments);
}
