using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>
/// Makes a new plan of what a run could not do: it goes on with what was not reached, or tries again what was refused or failed. The earlier run stays as it was; the same
/// reviewed values are written, each after it was read again.
/// </summary>
public sealed class Retry(IDbContextFactory<SyncDbContext> contexts, PlanStore plans, ActivityLog activity)
{
    /// <summary>
    /// Whether a change belongs to what would be carried out. Held changes need a new decision, confirmed ones are done, and a person who may have been added is only added
    /// again after a new comparison has shown that nobody is there. What cannot succeed is not tried again. A value that retention has removed is not known any more.
    /// </summary>
    public static bool IsOpen(ChangeRecord change, PlanOrigin origin) => !MayBeThere(change) && change.To.IsKnown && origin switch
    {
        PlanOrigin.Continued => change.State is ChangeState.Planned or ChangeState.Sending,
        PlanOrigin.Retried => change is { State: ChangeState.Refused or ChangeState.Failed, Final: false },
        _ => false,
    };

    private static bool MayBeThere(ChangeRecord change) =>
        change is { Kind: ChangeKind.Create, State: ChangeState.Sending or ChangeState.Failed } && (change.HumaId is null || change.XledgerId is null);

    /// <summary>Stores the plan; <see cref="Apply.StartAsync"/> carries it out.</summary>
    /// <param name="origin"><see cref="PlanOrigin.Continued"/> or <see cref="PlanOrigin.Retried"/>.</param>
    public async Task<Answer<Guid>> MakePlanAsync(Guid runId, PlanOrigin origin, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Synchronize);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
        if (run.FinishedAt is null)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.RunUnderWay));
        }

        var earlier = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == run.PlanId, cancellation);
        var changes = await context.Changes.AsNoTracking().Where(change => change.PlanId == run.PlanId).OrderBy(change => change.Sequence).ToListAsync(cancellation);
        var takenUp = await RunReport.TakenUpAsync(context, run.PlanId, cancellation);
        var again = changes.Where(change => IsOpen(change, origin) && !takenUp.Contains(change.Id)).Select((change, index) => Again(change, index, origin)).ToList();
        if (again.Count == 0)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.NothingToRetry));
        }

        var plan = new SyncPlan(again, [], [], [], [], Forecast.Of(again, ForecastModel.Default), earlier.Fingerprint);
        var stored = await plans.SaveAsync(run.ConnectionId, earlier.ComparisonId, plan, new PlanSource(origin, runId), who, cancellation);
        var code = origin == PlanOrigin.Continued ? ActivityCodes.RunContinued : ActivityCodes.RunRetried;
        await activity.AppendAsync(by, code, run.ConnectionId, [$"{stored.Number}", $"{stored.ChangeCount}", $"{run.Number}"], cancellation);
        return new Answer<Guid>.Done(stored.Id);
    }

    private static PlannedChange Again(ChangeRecord change, int index, PlanOrigin origin)
    {
        // A person who was added in part exists by now; the rest is an update.
        var exists = change is { HumaId: not null, XledgerId: not null };
        var kind = exists ? ChangeKind.Update : change.Kind;
        var from = change.Kind == ChangeKind.Create && exists ? change.After ?? FieldValue.NotKnown : change.From;
        var why = origin == PlanOrigin.Continued && change.ReasonCode is { } code ? new Reason(code, change.ReasonArguments) : new Reason(ReasonCodes.TriedAgain);
        return new PlannedChange(index + 1, change.Target, kind, change.HumaId, change.XledgerId, change.PersonName, change.Field, from, change.To, why)
        { Wave = change.Wave, Earlier = change.Id };
    }
}
