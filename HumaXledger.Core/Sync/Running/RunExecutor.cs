using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Carries out a run, change by change from its journal. Decides nothing. Called again for a run that was interrupted
/// it goes on where the journal stands.
/// </summary>
public sealed partial class RunExecutor(
    RunWriter writer,
    RunPreparation preparation,
    IDbContextFactory<SyncDbContext> contexts,
    DeferredMessages early,
    TimeProvider clock,
    ILogger<RunExecutor> logger
)
{
    /// <summary>
    /// Asks a run to stop after its current batch; what was not reached stays as it is and is reported so.
    /// </summary>
    public async Task StopAsync(Guid runId, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.DemandOfRunAsync(by, Permission.Synchronize, runId, cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var asked = await context
            .Runs.Where(run => run.Id == runId && (run.State == RunState.Waiting || run.State == RunState.Running))
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.State, RunState.Stopping), cancellation);
        if (asked > 0)
        {
            var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
            context.Activity.Add(LogEntry(run, by, ActivityCodes.RunStopped));
            await context.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }

    /// <summary>
    /// Carries the run out to its end. Returns without it where it has ended already, or where another attempt has
    /// taken it over.
    /// </summary>
    public Task RunAsync(Guid runId, IProgress<RunProgress> progress, CancellationToken cancellation) =>
        RunAsync(runId, progress, snapshot: null, cancellation);

    /// <inheritdoc cref="RunAsync(Guid, IProgress{RunProgress}, CancellationToken)"/>
    /// <param name="snapshot">Of the connection, where the caller has just loaded it; it is not loaded again.</param>
    internal async Task RunAsync(
        Guid runId,
        IProgress<RunProgress> progress,
        Snapshot? snapshot,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (await BeginAsync(context, runId, cancellation) is not { } run)
        {
            return;
        }

        using var span = SyncTelemetry.Begin(SyncTelemetry.Run, run.ConnectionId)?.SetTag(SyncTelemetry.RunTag, runId);
        try
        {
            await CarryOutAsync(context, run, progress, snapshot, cancellation);
            span.End(run.State.ToString(), failed: run.State == RunState.Failed);
        }
        catch (RunTakenOver)
        {
            LogTakenOver(runId);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            span.End(nameof(RunState.Failed), failed: true);
            throw;
        }
    }

    /// <summary>
    /// Ends a run that broke off by something unforeseen, so that the connection is not blocked by it. The journal
    /// keeps what is known of each change.
    /// </summary>
    public async Task BreakOffAsync(Guid runId, IProgress<RunProgress> progress)
    {
        var reason = new Reason(RunReasons.Unforeseen);
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        var ended = await context
            .Runs.Where(run => run.Id == runId && run.FinishedAt == null)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(run => run.State, RunState.Failed)
                    .SetProperty(run => run.FinishedAt, clock.GetUtcNow().UtcDateTime)
                    .SetProperty(run => run.FailureCause, RunFailureCause.Unforeseen)
                    .SetProperty(run => run.Failure, reason)
            );
        progress.Report(new RunProgress(runId, RunState.Failed, 0, 0, 0, 0, 0, 0, null, 0, reason));
        if (ended > 0)
        {
            var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId);
            var origin = await context
                .Plans.Where(plan => plan.Id == run.PlanId)
                .Select(plan => plan.Origin)
                .SingleAsync();
            Measure(run, origin, await context.Changes.AsNoTracking().Where(c => c.PlanId == run.PlanId).ToListAsync());
        }
    }

    private static void Measure(RunRecord run, PlanOrigin origin, IReadOnlyList<ChangeRecord> changes)
    {
        SyncTelemetry.OnRan(
            run.ConnectionId,
            origin.ToString(),
            run.State.ToString(),
            run.FinishedAt!.Value - (run.StartedAt ?? run.CreatedAt)
        );
        foreach (var alike in changes.CountBy(change => (change.Target, change.Kind, change.State)))
        {
            var (target, kind, state) = alike.Key;
            SyncTelemetry.OnChanged(run.ConnectionId, target, kind.ToString(), state.ToString(), alike.Value);
        }
    }

    // Counts the attempt, so that one that is still going on elsewhere cannot save another line. Null where the run has
    // ended.
    private async Task<RunRecord?> BeginAsync(SyncDbContext context, Guid runId, CancellationToken cancellation)
    {
        var run = await context.Runs.SingleAsync(run => run.Id == runId, cancellation);
        while (run.FinishedAt is null)
        {
            run.Attempt++;
            run.State = run.State == RunState.Waiting ? RunState.Running : run.State;
            run.StartedAt ??= clock.GetUtcNow().UtcDateTime;
            try
            {
                await context.SaveChangesAsync(cancellation);
                return run;
            }
            catch (DbUpdateConcurrencyException)
            {
                // A stop was asked for, or another attempt began at the same moment.
                await context.Entry(run).ReloadAsync(cancellation);
            }
        }

        return null;
    }

    private async Task CarryOutAsync(
        SyncDbContext context,
        RunRecord run,
        IProgress<RunProgress> progress,
        Snapshot? loaded,
        CancellationToken cancellation
    )
    {
        var connection = await context.Connections.SingleAsync(
            connection => connection.Id == run.ConnectionId,
            cancellation
        );
        var plan = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == run.PlanId, cancellation);
        var compared = await context.Comparisons.SingleAsync(
            comparison => comparison.Id == plan.ComparisonId,
            cancellation
        );
        var changes = await context
            .Changes.AsNoTracking()
            .Where(change => change.PlanId == run.PlanId)
            .OrderBy(change => change.Sequence)
            .ToListAsync(cancellation);
        var fromHuma = plan.Origin == PlanOrigin.FromHuma;
        var baselines = await BaselineUpdates.LoadAsync(context, run, changes, all: !fromHuma, clock, cancellation);
        var snapshot = preparation.SnapshotOf(connection.Id, loaded);
        var reviewed = await preparation.ReviewedAsync(context, connection, compared, plan, changes, cancellation);
        var country = reviewed is null
            ? (await snapshot.GetAsync(cancellation))?.Country
            : reviewed.Comparison.Rosters.Country;
        await using var meter = writer.Meter(connection);
        var journal = new Journal(
            context,
            new RunWork(run, plan.Origin, changes, country),
            baselines,
            meter,
            progress,
            clock
        );
        journal.Report();
        async Task EndAsync(RunState state, RunFailure? failure)
        {
            await journal.EndAsync(state, failure, () => LogEntry(run, plan.Origin, changes));
            Measure(run, plan.Origin, changes);
        }

        try
        {
            var clients = await writer.OpenAsync(context, connection, meter, cancellation);
            await RequirePreconditionsAsync(context, plan, connection, clients.Huma, journal, cancellation);
            if (plan.Origin is PlanOrigin.Reviewed or PlanOrigin.Rest)
            {
                // After a pilot, and whatever follows from it, the rest still waits there.
                compared.State = ComparisonState.Closed;
            }

            context.Entry(compared).DetectChanges();
            if (reviewed is not null)
            {
                baselines.Adopt(reviewed);
            }

            journal.LeaveUnreadable(EmptiedUnasked(context, plan, changes));
            if (plan.Origin != PlanOrigin.Undo)
            {
                await preparation.LeaveOutAsync(context, connection, journal, snapshot, cancellation);
            }

            await journal.SaveAsync(cancellation);
            try
            {
                await writer.WriteAsync(clients, plan, connection, compared.TokenEntity, journal, cancellation);
            }
            finally
            {
                if (clients.Xledger.Knowledge.Stored is { Length: > 0 } learned)
                {
                    connection.XledgerBehavior = learned;
                    context.Entry(connection).DetectChanges();
                }
            }

            if (!fromHuma)
            {
                connection.State = ConnectionState.Active;
                connection.LastSyncedAt = clock.GetUtcNow().UtcDateTime;
                context.Entry(connection).DetectChanges();
            }

            var isStopped = run.State == RunState.Stopping && journal.AnyLeft;
            if (reviewed is { Ends: true } && !isStopped)
            {
                await EarlierApprovals.RemoveAsync(context, connection.Id, reviewed, cancellation);
            }

            if (reviewed is { Ends: true, First: PlanOrigin.Reviewed or PlanOrigin.Rest } && !isStopped)
            {
                await PeopleForManualSync.EndAsync(
                    context,
                    connection.Id,
                    reviewed.Comparison,
                    compared.StartedAt,
                    clock.GetUtcNow(),
                    cancellation
                );
            }

            await EndAsync(isStopped ? RunState.Stopped : RunState.Completed, null);
            if (!fromHuma)
            {
                await early.TakeUpAsync(connection.Id, compared.StartedAt, cancellation);
            }
        }
        catch (Exception fault) when (RunFailure.Of(fault) is { } failure)
        {
            // The conversation as a whole broke off. What was not reached keeps its state, so that the journal stays
            // true.
            LogFailed(run.Id, failure.Reason);
            await EndAsync(RunState.Failed, failure);
        }
    }

    // Null where the plan asked for all that is to be emptied.
    private static Reason? EmptiedUnasked(SyncDbContext context, PlanRecord plan, List<ChangeRecord> changes)
    {
        if (PlanStore.EmptiesAsPlanned(plan, changes))
        {
            return null;
        }

        if (StoredFingerprint.IsOfEarlierVersion(plan.OwnFingerprint))
        {
            return new Reason(RunReasons.PlannedBeforeUpdate);
        }

        context.Vault?.Misplaced.Add(new MisplacedValue(plan.Id, "Changes.To", $"{plan.Id:N}"));
        return new Reason(AlertReasons.ValueMisplaced);
    }

    // Once more at each attempt: the plan may have waited, and settings may have been changed while the process was
    // down.
    private async Task RequirePreconditionsAsync(
        SyncDbContext context,
        PlanRecord plan,
        Connection connection,
        IHumaClient huma,
        Journal journal,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (await PlanPreconditions.ChangedAsync(context, plan, connection, now, cancellation) is { } changed)
        {
            throw new StalePlan(changed);
        }

        if (journal.AnyOpen(Side.Huma) && await huma.OtherOrganizationAsync(connection, cancellation) is { } other)
        {
            throw new StalePlan(other);
        }
    }

    private ActivityRecord LogEntry(RunRecord run, PlanOrigin origin, List<ChangeRecord> changes)
    {
        var confirmed = changes.Count(change => change.State == ChangeState.Confirmed);
        var by = Actor.Behind(run.StartedBy, run.StartedById);
        return run.State == RunState.Failed
            ? LogEntry(run, by, ActivityCodes.RunFailed)
            : LogEntry(
                run,
                by,
                origin == PlanOrigin.FromHuma ? ActivityCodes.FromHumaWritten : ActivityCodes.RunCompleted,
                $"{confirmed}",
                $"{changes.Count - confirmed}"
            );
    }

    private ActivityRecord LogEntry(RunRecord run, Actor by, string what, params IEnumerable<string> more) =>
        ActivityRecord.Of(by, what, clock.GetUtcNow().UtcDateTime, run.ConnectionId, [$"{run.Number}", .. more]);

    [LoggerMessage(LogLevel.Warning, "Run {RunId} broke off: {Reason}")]
    private partial void LogFailed(Guid runId, Reason reason);

    [LoggerMessage(LogLevel.Information, "Run {RunId} is carried out by another attempt; this one ends")]
    private partial void LogTakenOver(Guid runId);
}
