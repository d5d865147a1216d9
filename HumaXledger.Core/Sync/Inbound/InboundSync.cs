using System.Collections.Concurrent;
using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>
/// Brings to Xledger what changed in Huma. For each pending change the profile is read, what changed since it was last
/// processed is planned through the same checks and guards as a review, and a run carries it out with the same journal.
/// Called again after an interruption it goes on where pending changes and journal stand.
/// </summary>
public sealed partial class InboundSync(
    OutsideSystems systems,
    IDbContextFactory<SyncDbContext> contexts,
    SnapshotCache knowledge,
    PlanStore plans,
    Apply apply,
    Alerts alerts,
    UsageLedger usage,
    TimeProvider clock,
    ILogger<InboundSync> logger
)
{
    /// <summary>A plan that was made by hand just now is about to be carried out.</summary>
    private static readonly TimeSpan AboutToStart = TimeSpan.FromMinutes(1);

    /// <summary>Among so many of the newest plans it is; years of plans need not be looked through each time.</summary>
    private const int Latest = 20;

    private readonly ConcurrentDictionary<Guid, RecentWrites> _lately = new();

    /// <summary>
    /// Processes one batch of what is due on a connection. One caller at a time per connection
    /// (<see cref="WorkLeases"/>).
    /// </summary>
    public async Task<BatchResult> WorkOffAsync(
        Guid connectionId,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .Include(row => row.Policies)
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.IsEndedOrPaused)
        {
            return BatchResult.Nothing;
        }

        if (await GoOnAsync(context, connectionId, progress, cancellation) is { } broken)
        {
            return broken;
        }

        if (await SomebodySynchronizesAsync(context, connectionId, cancellation))
        {
            return BatchResult.MakesWay;
        }

        if (
            await ChangeBatch.TakeAsync(context, connectionId, clock.GetUtcNow().UtcDateTime, cancellation)
            is not { } batch
        )
        {
            return BatchResult.Nothing;
        }

        try
        {
            return await LookAsync(context, connection, batch, progress, cancellation);
        }
        catch (Exception fault) when (fault is HumaFault or XledgerFault)
        {
            var reason = Compare.ReasonOf(fault);
            LogFault(connectionId, reason);
            await alerts.RaiseAsync(connectionId, AlertProblem.Of(fault)!, CancellationToken.None);
            context.ChangeTracker.Clear();
            await TellWaitingAsync(context, connectionId, reason, CancellationToken.None);
            return new BatchResult(0, reason) { NotBefore = (fault as XledgerFault)?.RetryAt };
        }
    }

    private async Task<BatchResult> LookAsync(
        SyncDbContext context,
        Connection connection,
        ChangeBatch batch,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        var look = connection.AwaitsFirstRun ? null : await knowledge.WorldAsync(connection.Id, cancellation);
        if (look is null)
        {
            // Where everything that was compared is lost, the next synchronization by hand finds what changed.
            var (state, why) = connection.AwaitsFirstRun
                ? (PendingChangeState.NothingToDo, InboundReasons.BeforeFirstSync)
                : (PendingChangeState.ForManualSync, AlertReasons.ComparisonUnreadable);
            foreach (var person in batch.People)
            {
                batch.End(person, state, new Reason(why), clock.GetUtcNow().UtcDateTime);
            }

            await context.SaveChangesAsync(cancellation);
            return new BatchResult(batch.People.Count);
        }

        await using var meter = new RequestMeter(connection, usage);
        var reading = await new ProfileReading(systems, connection, meter, clock).ReadAsync(
            context,
            batch.People,
            batch.Told,
            look,
            cancellation
        );
        knowledge.Keep(connection.Id, reading.World);
        await alerts.ClearAsync(connection.Id, AlertReasons.Huma, cancellation);
        var windows = await _lately
            .GetOrAdd(connection.Id, id => new RecentWrites(id))
            .ReadAsync(context, clock.GetUtcNow().UtcDateTime, cancellation);
        var looked = await InboundPlanner.AllAsync(context, connection, batch, reading, windows, clock, cancellation);
        if (looked.Plan is not { Changes.Count: > 0 } plan)
        {
            await context.SaveChangesAsync(cancellation);
            return new BatchResult(batch.People.Count);
        }

        // What nothing is to be written for ends here; the others end with their run.
        await context.SaveChangesAsync(cancellation);
        var stored = await plans.SaveAsync(
            connection.Id,
            reading.World.ComparisonId,
            plan,
            new PlanSource(PlanOrigin.FromHuma, null),
            Actor.System.Name,
            cancellation
        );
        var answer = await apply.StartAsync(stored.Id, Actor.System, mailTo: null, culture: "en", cancellation);
        if (answer is not Answer<Guid>.Done(var runId))
        {
            var refused = (Answer<Guid>.Refused)answer;
            await plans.DiscardAsync(stored.Id, cancellation);
            return refused.Kind == RefusalKind.RunUnderWay
                ? BatchResult.MakesWay
                : await RefusedAsync(context, connection.Id, refused.Reason, cancellation);
        }

        looked.NoteRun(runId);
        await context.SaveChangesAsync(cancellation);
        if (await CarryOutAsync(context, connection.Id, runId, progress, cancellation) is { } broken)
        {
            return broken;
        }

        await Outlooks.NoteAsync(
            context,
            connection.Id,
            looked.Adding,
            reading.ReadAt,
            SystemDay.Of(clock.GetUtcNow()),
            cancellation
        );
        await SeeEmptyAsync(context, connection.Id, looked.Adding, cancellation);
        return new BatchResult(batch.People.Count);
    }

    private static async Task SeeEmptyAsync(
        SyncDbContext context,
        Guid connectionId,
        IEnumerable<Person> added,
        CancellationToken cancellation
    )
    {
        var people = added.ToDictionary(person => new HumaId(person.Id));
        if (people.Count == 0)
        {
            return;
        }

        var ids = people.Keys.ToList();
        foreach (
            var link in await context
                .Links.Where(link => link.ConnectionId == connectionId && ids.Contains(link.HumaId))
                .ToListAsync(cancellation)
        )
        {
            link.SeeEmpty(people[link.HumaId].Values);
        }

        await context.SaveChangesAsync(cancellation);
    }

    // A run of ours that an interruption left, or whose end nobody noted.
    private async Task<BatchResult?> GoOnAsync(
        SyncDbContext context,
        Guid connectionId,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        var unfinished = await (
            from run in context.Runs
            join plan in context.Plans on run.PlanId equals plan.Id
            where run.ConnectionId == connectionId && run.FinishedAt == null && plan.Origin == PlanOrigin.FromHuma
            select run.Id
        ).ToListAsync(cancellation);
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
            if (await CarryOutAsync(context, connectionId, run, progress, cancellation) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }

    private async Task<BatchResult?> CarryOutAsync(
        SyncDbContext context,
        Guid connectionId,
        Guid runId,
        IProgress<RunProgress> progress,
        CancellationToken cancellation
    )
    {
        try
        {
            await apply.RunAsync(runId, progress, cancellation);
        }
        catch (Exception unforeseen)
            when (unforeseen is not OperationCanceledException && StoreFault.CauseOf(unforeseen) is null)
        {
            // Else the connection would be held up for ever; the journal keeps what is known.
            LogBroken(unforeseen, runId);
            await apply.BreakOffAsync(runId, progress);
        }

        var failure = await InboundSettlement.SettleAsync(context, runId, clock, cancellation);
        if (failure is null)
        {
            await alerts.ClearAsync(connectionId, AlertReasons.Xledger, cancellation);
            return null;
        }

        // Such a run asks Huma nothing; that the allowance is used up has an alert of its own.
        if (failure.Cause is not (null or RunFailureCause.AllowanceUsedUp))
        {
            await alerts.RaiseAsync(connectionId, AlertProblem.Xledger(failure.Reason), cancellation);
        }

        return new BatchResult(0, failure.Reason);
    }

    private static async Task<bool> SomebodySynchronizesAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime since,
        CancellationToken cancellation
    ) =>
        await context.Runs.AnyAsync(run => run.ConnectionId == connectionId && run.FinishedAt == null, cancellation)
        || await context
            .Plans.Where(plan => plan.ConnectionId == connectionId)
            .OrderByDescending(plan => plan.Number)
            .Take(Latest)
            .AnyAsync(
                plan => plan.State == PlanState.Ready && plan.Origin != PlanOrigin.FromHuma && plan.CreatedAt > since,
                cancellation
            );

    private Task<bool> SomebodySynchronizesAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) => SomebodySynchronizesAsync(context, connectionId, clock.GetUtcNow().UtcDateTime - AboutToStart, cancellation);

    private static async Task<BatchResult> RefusedAsync(
        SyncDbContext context,
        Guid connectionId,
        Reason refusal,
        CancellationToken cancellation
    )
    {
        await TellWaitingAsync(context, connectionId, refusal, cancellation);
        return new BatchResult(0, refusal);
    }

    // The list of what waits shows why.
    private static Task<int> TellWaitingAsync(
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
