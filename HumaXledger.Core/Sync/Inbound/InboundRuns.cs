using HumaXledger.Core.Access;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>
/// The runs of an inbound batch: started together with their plan and their pending changes, carried out, and settled.
/// </summary>
public sealed partial class InboundRuns(
    PlanStore plans,
    StartRun start,
    RunExecutor executor,
    Alerts alerts,
    IStoreClock store,
    ILogger<InboundRuns> logger
)
{
    /// <summary>
    /// Stores the plan, starts its run and notes the run on the pending changes in one transaction: after an
    /// interruption there is either all of it, and <see cref="ResumeAsync"/> goes on, or nothing.
    /// </summary>
    /// <param name="context">Tracks the pending changes. After a refusal it tracks nothing any more.</param>
    /// <param name="note">Notes the run on the pending changes; it is saved here.</param>
    internal async Task<Answer<Guid>> StartAsync(
        SyncDbContext context,
        Guid connectionId,
        Guid comparisonId,
        SyncPlan plan,
        Action<Guid> note,
        CancellationToken cancellation
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var stored = await plans.AddAsync(
            context,
            connectionId,
            comparisonId,
            plan,
            new PlanSource(PlanOrigin.FromHuma, null),
            Actor.System.Name,
            cancellation
        );
        var answer = await start.TakeAsync(context, stored, Actor.System, mailTo: null, culture: "en", cancellation);
        if (answer is not Answer<Guid>.Done(var runId))
        {
            await transaction.RollbackAsync(cancellation);
            context.ChangeTracker.Clear();
            return answer;
        }

        note(runId);
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return answer;
    }

    /// <summary>Ends the runs that an interruption left under way, or whose end was not noted.</summary>
    /// <returns>Why the batch has to wait; null where nothing stands in its way.</returns>
    internal async Task<BatchResult?> ResumeAsync(
        SyncDbContext context,
        Guid connectionId,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        var unfinished = await context
            .UnderWay(connectionId)
            .Inbound(context)
            .Select(run => run.Id)
            .ToListAsync(cancellation);
        var unnoted = await context
            .PendingChanges.Where(pending =>
                pending.ConnectionId == connectionId
                && pending.State == PendingChangeState.Writing
                && pending.RunId != null
            )
            .Select(pending => pending.RunId!.Value)
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var run in unfinished.Union(unnoted))
        {
            if (await CarryOutAsync(context, connectionId, run, progress, snapshot: null, cancellation) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }

    /// <summary>Carries a run out and ends the pending changes that it was writing.</summary>
    /// <param name="snapshot">Where the caller has loaded it already.</param>
    /// <returns>Why the batch has to wait; null where the run came to its end.</returns>
    internal async Task<BatchResult?> CarryOutAsync(
        SyncDbContext context,
        Guid connectionId,
        Guid runId,
        IProgress<RunProgress> progress,
        Snapshot? snapshot,
        CancellationToken cancellation
    )
    {
        try
        {
            await executor.RunAsync(runId, progress, snapshot, cancellation);
        }
        catch (Exception unforeseen)
            when (unforeseen is not OperationCanceledException && StoreFault.ReasonOf(unforeseen) is null)
        {
            // Otherwise the connection would be blocked by it; the journal keeps what is known.
            LogBroken(unforeseen, runId);
            await executor.BreakOffAsync(runId, progress);
        }

        var time = await store.NowAsync(cancellation);
        var failure = await InboundSettlement.SettleAsync(context, runId, time, cancellation);
        if (failure is null)
        {
            await alerts.ClearAsync(connectionId, AlertReasons.Xledger, cancellation);
            return null;
        }

        // Such a run asks Huma nothing; a used-up allowance has its own alert, and a restore says nothing of Xledger.
        if (failure.Cause is not (null or RunFailureCause.AllowanceUsedUp or RunFailureCause.Restored))
        {
            await alerts.RaiseAsync(connectionId, AlertProblem.Xledger(failure.Reason), cancellation);
        }

        return new BatchResult(0, failure.Reason);
    }

    /// <summary>A system cannot be used: its alert is raised, and what waits says why.</summary>
    internal async Task<BatchResult> WaitAsync(SyncDbContext context, Guid connectionId, SystemFault fault)
    {
        var reason = fault.Reason;
        LogFault(connectionId, reason);
        await alerts.RaiseAsync(connectionId, AlertProblem.Of(fault)!, CancellationToken.None);
        context.ChangeTracker.Clear();
        await SetReasonOfWaitingAsync(context, connectionId, reason, CancellationToken.None);
        return new BatchResult(0, reason) { NotBefore = (fault as XledgerFault)?.RetryAt };
    }

    /// <summary>Huma answers: its alert is over.</summary>
    internal Task AnsweredAsync(Guid connectionId, CancellationToken cancellation) =>
        alerts.ClearAsync(connectionId, AlertReasons.Huma, cancellation);

    /// <summary>The list of what waits shows why.</summary>
    internal static Task<int> SetReasonOfWaitingAsync(
        SyncDbContext context,
        Guid connectionId,
        Reason reason,
        CancellationToken cancellation
    ) =>
        context
            .PendingChanges.Where(pending =>
                pending.ConnectionId == connectionId && pending.State == PendingChangeState.Waiting
            )
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.Reason, reason)
                        .SetProperty(pending => pending.Cause, (PendingChangeCause?)null),
                cancellation
            );

    [LoggerMessage(LogLevel.Warning, "What changed in Huma waits on connection {ConnectionId}: {Reason}")]
    private partial void LogFault(Guid connectionId, Reason reason);

    [LoggerMessage(LogLevel.Error, "Run {RunId} of what changed in Huma broke off")]
    private partial void LogBroken(Exception fault, Guid runId);
}
