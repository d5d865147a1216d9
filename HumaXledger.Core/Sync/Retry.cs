using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>Makes a new plan of what a run could not do. The earlier run stays as it was; the same reviewed values go through the same checks again.</summary>
public sealed class Retry(IDbContextFactory<SyncDbContext> contexts, PlanStore plans, ActivityLog activity)
{
    /// <summary>
    /// Whether another try can come to something else: held changes need a new decision, confirmed ones are done, and a person who may have been added is only added again
    /// after a new comparison has shown that nobody is there.
    /// </summary>
    public static bool IsOpen(ChangeRecord change) =>
        change.State is ChangeState.Refused or ChangeState.Failed or ChangeState.Planned or ChangeState.Sending && !MayBeThere(change);

    private static bool MayBeThere(ChangeRecord change) =>
        change is { Kind: ChangeKind.Create, State: ChangeState.Sending or ChangeState.Failed } && (change.HumaId is null || change.XledgerId is null);

    /// <summary>Stores the plan; <see cref="Apply.StartAsync"/> carries it out.</summary>
    public async Task<Answer<Guid>> MakePlanAsync(Guid runId, string by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
        if (run.FinishedAt is null)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.RunUnderWay));
        }

        var earlier = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == run.PlanId, cancellation);
        var changes = await context.Changes.AsNoTracking().Where(change => change.PlanId == run.PlanId).OrderBy(change => change.Sequence).ToListAsync(cancellation);
        var again = changes.Where(IsOpen).Select(Again).ToList();
        if (again.Count == 0)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.NothingToRetry));
        }

        var plan = new SyncPlan(again, [], [], [], [], Forecast.Of(again, ForecastModel.Default), earlier.Fingerprint);
        var stored = await plans.SaveAsync(run.ConnectionId, earlier.ComparisonId, plan, by, cancellation);
        await activity.AppendAsync(by, ActivityCodes.PlanMade, run.ConnectionId, [$"{stored.Number}", $"{stored.ChangeCount}"], cancellation);
        return new Answer<Guid>.Done(stored.Id);
    }

    private static PlannedChange Again(ChangeRecord change, int index)
    {
        // A person who was added in part exists by now; the rest is an update.
        var exists = change is { HumaId: not null, XledgerId: not null };
        var kind = exists ? ChangeKind.Update : change.Kind;
        var from = change.Kind == ChangeKind.Create && exists ? change.After ?? FieldValue.NotKnown : change.From;
        return new PlannedChange(index + 1, change.Target, kind, change.HumaId, change.XledgerId, change.PersonName, change.Field, from, change.To, new Reason(ReasonCodes.TriedAgain)) { Wave = change.Wave };
    }
}
