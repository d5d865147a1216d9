using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Takes a stored plan for a new run, all of it or nothing; <see cref="RunExecutor"/> carries the run out.
/// </summary>
public sealed class StartRun(IDbContextFactory<SyncDbContext> contexts, AllowanceCheck allowance, TimeProvider clock)
{
    /// <summary>How long a manual start waits for an automatic run before it is refused.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>
    /// One run at a time per connection, one run per plan: for a plan that a run has taken already the answer is that
    /// run. Refused for good where a precondition of the plan no longer holds (<see cref="PlanPreconditions"/>); for
    /// now where another run is under way, and where it would go over Xledger's monthly allowance without a
    /// confirmation (<see cref="AllowanceCheck"/>).
    /// </summary>
    public async Task<Answer<Guid>> StartAsync(
        Guid planId,
        Actor by,
        string? mailTo,
        string culture,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.DemandOfPlanAsync(by, Permission.Synchronize, planId, cancellation);
        await WaitForAutomaticRunAsync(context, planId, cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var connectionId = await context
            .Plans.Where(plan => plan.Id == planId)
            .Select(plan => plan.ConnectionId)
            .SingleAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var plan = await context.Plans.SingleAsync(plan => plan.Id == planId, cancellation);
        var answer = await TakeAsync(context, plan, by, mailTo, culture, cancellation);
        // A refusal is kept too where it is for good (PlanState.Refused).
        await transaction.CommitAsync(cancellation);
        return answer;
    }

    /// <summary>
    /// The run of the connection that a person started and that has not ended; null where there is none. An inbound run
    /// is over in a moment.
    /// </summary>
    public async Task<Guid?> ManualUnderWayAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .UnderWay(connectionId)
            .Manual(context)
            .Select(run => (Guid?)run.Id)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>
    /// As <see cref="StartAsync"/>, in an open transaction of the context that has the connection's turn
    /// (<see cref="PlanStore.LockAsync"/>). Where it is refused the caller decides what of the transaction is kept.
    /// </summary>
    /// <param name="plan">Tracked by the context.</param>
    internal async Task<Answer<Guid>> TakeAsync(
        SyncDbContext context,
        PlanRecord plan,
        Actor by,
        string? mailTo,
        string culture,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Synchronize, plan.ConnectionId);
        if (plan.State == PlanState.Taken)
        {
            // Asked for again, by another click, tab or administrator: the run is under way or done, and it is the
            // answer.
            return new Answer<Guid>.Done(
                await context.Runs.Where(run => run.PlanId == plan.Id).Select(run => run.Id).SingleAsync(cancellation)
            );
        }

        if (await WhyNotAsync(context, plan, cancellation) is { } refusal)
        {
            return refusal;
        }

        plan.State = PlanState.Taken;
        var run = new RunRecord
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            ConnectionId = plan.ConnectionId,
            PlanId = plan.Id,
            Number =
                1
                + (
                    await context
                        .Runs.Where(other => other.ConnectionId == plan.ConnectionId)
                        .MaxAsync(other => (int?)other.Number, cancellation)
                    ?? 0
                ),
            State = RunState.Waiting,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            StartedBy = who,
            StartedById = by.Id,
            MailTo = mailTo,
            Culture = culture,
        };
        context.Runs.Add(run);
        if (plan.Origin != PlanOrigin.FromHuma)
        {
            context.Activity.Add(
                ActivityRecord.Of(by, ActivityCodes.RunStarted, run.CreatedAt, run.ConnectionId, [$"{run.Number}"])
            );
        }

        await context.SaveChangesAsync(cancellation);
        await context
            .Changes.Where(change => change.PlanId == plan.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.RunId, run.Id), cancellation);
        return new Answer<Guid>.Done(run.Id);
    }

    // Null where the plan can be taken now.
    private async Task<Answer<Guid>.Refused?> WhyNotAsync(
        SyncDbContext context,
        PlanRecord plan,
        CancellationToken cancellation
    )
    {
        if (plan.State != PlanState.Ready)
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
        }

        if (await context.UnderWay(plan.ConnectionId).AnyAsync(cancellation))
        {
            return new Answer<Guid>.Refused(new Reason(RunReasons.RunUnderWay)) { Kind = RefusalKind.RunUnderWay };
        }

        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == plan.ConnectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return new Answer<Guid>.Refused(ended);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (await PlanPreconditions.ChangedAsync(context, plan, connection, now, cancellation) is { } changed)
        {
            plan.State = PlanState.Refused;
            await context.SaveChangesAsync(cancellation);
            return new Answer<Guid>.Refused(changed);
        }

        return await allowance.AskAsync(plan, connection, cancellation) is { } over
            ? new Answer<Guid>.Refused(over) { Kind = RefusalKind.OverAllowance }
            : null;
    }

    // An automatic run takes a moment: a manual start waits for its end instead of being refused.
    private async Task WaitForAutomaticRunAsync(SyncDbContext context, Guid planId, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (
            clock.GetElapsedTime(began) < LongestWait
            && await (
                from plan in context.Plans
                join run in context.Runs on plan.ConnectionId equals run.ConnectionId
                join other in context.Plans on run.PlanId equals other.Id
                where
                    plan.Id == planId
                    && plan.Origin != PlanOrigin.FromHuma
                    && run.FinishedAt == null
                    && other.Origin == PlanOrigin.FromHuma
                select run
            ).AnyAsync(cancellation)
        )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellation);
        }
    }
}
