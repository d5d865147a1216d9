using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Carries out a stored plan, once, change by change from its journal. Decides nothing. Called again for a run that was
/// interrupted it goes on where the journal stands.
/// </summary>
public sealed partial class Apply(
    OutsideSystems systems,
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    DecisionStore decisions,
    SnapshotCache knowledge,
    UsageLedger usage,
    AllowanceCheck allowance,
    ActivityLog activity,
    DeferredMessages early,
    IOptions<HumaOptions> humaOptions,
    TimeProvider clock,
    ILogger<Apply> logger
)
{
    /// <summary>So long a run of somebody waits for what Huma told by itself.</summary>
    private static readonly TimeSpan LongestWay = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes a plan for a new run, all of it or nothing; <see cref="RunAsync"/> carries it out. One run at a time per
    /// connection, one run per plan: for a plan that a run has taken
    /// already the answer is that run. Refused where the world of the plan has changed too much since its comparison,
    /// and where it would go over Xledger's monthly allowance without
    /// anybody having confirmed that (<see cref="AllowanceCheck"/>).
    /// </summary>
    public async Task<Answer<Guid>> StartAsync(
        Guid planId,
        Actor by,
        string? mailTo,
        string culture,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Synchronize);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await MadeWayAsync(context, planId, cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var connectionId = await context
            .Plans.Where(plan => plan.Id == planId)
            .Select(plan => plan.ConnectionId)
            .SingleAsync(cancellation);
        await PlanStore.TakeTurnAsync(context, connectionId, cancellation);
        var plan = await context.Plans.SingleAsync(plan => plan.Id == planId, cancellation);
        if (plan.State == PlanState.Taken)
        {
            // Asked for once more, by another click, tab or administrator: it is under way or done, and that run is the
            // answer.
            return new Answer<Guid>.Done(
                await context.Runs.Where(run => run.PlanId == planId).Select(run => run.Id).SingleAsync(cancellation)
            );
        }

        if (plan.State != PlanState.Ready)
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
        }

        if (
            await context.Runs.AnyAsync(run => run.ConnectionId == connectionId && run.FinishedAt == null, cancellation)
        )
        {
            return new Answer<Guid>.Refused(new Reason(RunReasons.RunUnderWay)) { Kind = RefusalKind.RunUnderWay };
        }

        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return new Answer<Guid>.Refused(ended);
        }

        if (await PlanPreconditions.ChangedAsync(context, plan, connection, cancellation) is { } changed)
        {
            plan.State = PlanState.Refused;
            await context.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(cancellation);
            return new Answer<Guid>.Refused(changed);
        }

        if (await allowance.AskAsync(plan, connection, cancellation) is { } over)
        {
            return new Answer<Guid>.Refused(over) { Kind = RefusalKind.OverAllowance };
        }

        plan.State = PlanState.Taken;
        var run = new RunRecord
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            ConnectionId = connectionId,
            PlanId = planId,
            Number =
                1
                + (
                    await context
                        .Runs.Where(other => other.ConnectionId == connectionId)
                        .MaxAsync(other => (int?)other.Number, cancellation)
                    ?? 0
                ),
            State = RunState.Waiting,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            StartedBy = who,
            MailTo = mailTo,
            Culture = culture,
        };
        context.Runs.Add(run);
        if (plan.Origin != PlanOrigin.FromHuma)
        {
            context.Activity.Add(Told(run, by, ActivityCodes.RunStarted));
        }

        await context.SaveChangesAsync(cancellation);
        await context
            .Changes.Where(change => change.PlanId == planId)
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.RunId, run.Id), cancellation);
        await transaction.CommitAsync(cancellation);
        return new Answer<Guid>.Done(run.Id);
    }

    // What Huma tells by itself takes a moment and makes way; nobody has to be told to come back later because of it.
    private async Task MadeWayAsync(SyncDbContext context, Guid planId, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (
            clock.GetElapsedTime(began) < LongestWay
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

    /// <summary>
    /// Asks a run to stop after its current batch; what was not reached stays as it is and is reported so.
    /// </summary>
    public async Task StopAsync(Guid runId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var asked = await context
            .Runs.Where(run => run.Id == runId && (run.State == RunState.Waiting || run.State == RunState.Running))
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.State, RunState.Stopping), cancellation);
        if (asked > 0)
        {
            var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
            await activity.AppendAsync(by, ActivityCodes.RunStopped, run.ConnectionId, [$"{run.Number}"], cancellation);
        }
    }

    /// <summary>
    /// Carries the run out to its end. Returns without it where it has ended already, or where another attempt has
    /// taken it over.
    /// </summary>
    public async Task RunAsync(Guid runId, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (await BeginAsync(context, runId, cancellation) is not { } run)
        {
            return;
        }

        try
        {
            await CarryOutAsync(context, run, progress, cancellation);
        }
        catch (RunTakenOver)
        {
            LogTakenOver(runId);
        }
    }

    /// <summary>
    /// Ends a run that broke off by something unforeseen, so that the connection is not held up for ever. The journal
    /// keeps what is known of each change.
    /// </summary>
    public async Task BreakOffAsync(Guid runId, IProgress<RunProgress> progress)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        var reason = new Reason(RunReasons.Unforeseen);
        await context
            .Runs.Where(run => run.Id == runId && run.FinishedAt == null)
            .ExecuteUpdateAsync(set =>
                set.SetProperty(run => run.State, RunState.Failed)
                    .SetProperty(run => run.FinishedAt, clock.GetUtcNow().UtcDateTime)
                    .SetProperty(run => run.FailureCause, RunFailureCause.Unforeseen)
                    .SetProperty(run => run.Failure, reason)
            );
        progress.Report(new RunProgress(runId, RunState.Failed, 0, 0, 0, 0, 0, 0, null, 0, reason));
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
                // Somebody asked to stop, or another attempt began at the same moment.
                await context.Entry(run).ReloadAsync(cancellation);
            }
        }

        return null;
    }

    private async Task CarryOutAsync(
        SyncDbContext context,
        RunRecord run,
        IProgress<RunProgress> progress,
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
        var agreements = await BaselineUpdates.LoadAsync(context, run, changes, all: !fromHuma, clock, cancellation);
        // What Huma tells by itself follows from single profiles; there is nothing of a review to adopt.
        var reviewed = fromHuma ? null : await ReviewedAsync(context, connection, compared, cancellation);
        var country = reviewed is null
            ? await knowledge.CountryAsync(connection.Id, cancellation)
            : reviewed.Comparison.Rosters.Country;
        await using var meter = new RequestMeter(connection, usage);
        var journal = new Journal(context, run, plan.Origin, changes, agreements, meter, progress, country, clock);
        journal.Report();
        Task EndAsync(RunState state, RunFailure? failure) =>
            journal.EndAsync(state, failure, () => Told(run, plan.Origin, changes));
        try
        {
            var (huma, xledger) = (
                await systems.HumaAsync(context, connection, meter, cancellation),
                systems.Xledger(connection, meter)
            );
            await DemandSameWorldAsync(context, plan, connection, huma, journal, cancellation);
            if (plan.Origin is PlanOrigin.Reviewed or PlanOrigin.Rest)
            {
                // After a pilot, and whatever follows from it, the rest still waits there.
                compared.State = ComparisonState.Closed;
            }

            context.Entry(compared).DetectChanges();
            if (reviewed is not null)
            {
                agreements.Adopt(
                    reviewed.Comparison,
                    compared.StartedAt,
                    reviewed.Decisions.ConfirmedGuards.Contains(GuardKind.OtherPerson)
                );
            }

            journal.LeaveUnreadable();
            if (plan.Origin != PlanOrigin.Undo)
            {
                await LeaveOutAsync(context, connection, journal, cancellation);
            }

            await journal.SaveAsync(cancellation);
            var watch = new AllowanceWatch(allowance, plan.Id, connection, meter);
            await WriteAsync(
                connection,
                journal,
                huma,
                xledger,
                new TokenEntity(xledger, compared.TokenEntity),
                watch,
                cancellation
            );
            if (!fromHuma)
            {
                connection.State = ConnectionState.Active;
                connection.LastSyncedAt = clock.GetUtcNow().UtcDateTime;
                context.Entry(connection).DetectChanges();
            }

            await EndAsync(
                run.State == RunState.Stopping && journal.AnyLeft ? RunState.Stopped : RunState.Completed,
                null
            );
            if (!fromHuma)
            {
                await early.TakeUpAsync(connection.Id, compared.StartedAt, cancellation);
            }
        }
        catch (Exception fault) when (RunFailure.Of(fault) is { } failure)
        {
            // The conversation as a whole broke off. What was not reached keeps its state, so that the journal tells
            // the truth.
            LogFailed(run.Id, failure.Reason);
            await EndAsync(RunState.Failed, failure);
        }
    }

    // A rule about who is never synchronized may have been saved, and a link removed, since the plan was made.
    private async Task LeaveOutAsync(
        SyncDbContext context,
        Connection connection,
        Journal journal,
        CancellationToken cancellation
    )
    {
        var apart = (await DistinctPairs.LoadAsync(context, connection.Id, cancellation)).ToHashSet();
        var scope = StoredInput.ScopeOf(connection, SystemDay.Of(clock.GetUtcNow()));
        var world = scope.Rules.Rules.Count == 0 ? null : await knowledge.WorldAsync(connection.Id, cancellation);
        var huma = world?.Input.Huma.ToDictionary(person => person.Id);
        var xledger = world?.Input.Xledger.ToDictionary(person => person.Id);
        journal.Refuse(change =>
            change is { HumaId: { } one, XledgerId: { } other } && apart.Contains(new DistinctPair(one, other))
                ? new Reason(InboundReasons.Unlinked)
            : world is not null
            && scope.Of(Known(huma, change.HumaId?.Value), Known(xledger, change.XledgerId?.Value)) is { } leftOut
                ? ScopeReason.Of(leftOut)
            : null
        );

        static Person? Known(Dictionary<string, Person>? people, string? id) =>
            id is null ? null : people?.GetValueOrDefault(id);
    }

    // Once more at each attempt: the plan may have waited, and settings may have been changed while the process was
    // down.
    private static async Task DemandSameWorldAsync(
        SyncDbContext context,
        PlanRecord plan,
        Connection connection,
        IHumaClient huma,
        Journal journal,
        CancellationToken cancellation
    )
    {
        if (await PlanPreconditions.ChangedAsync(context, plan, connection, cancellation) is { } changed)
        {
            throw new StalePlan(changed);
        }

        if (journal.AnyOpen(Side.Huma) && await huma.OtherOrganizationAsync(connection, cancellation) is { } other)
        {
            throw new StalePlan(other);
        }
    }

    private async Task WriteAsync(
        Connection connection,
        Journal journal,
        IHumaClient huma,
        IXledgerClient xledger,
        TokenEntity entity,
        AllowanceWatch watch,
        CancellationToken cancellation
    )
    {
        await new XledgerUpdates(xledger, entity, watch, journal).RunAsync(cancellation);
        await new XledgerAdditions(xledger, connection.XledgerEntityId, entity, watch, journal).RunAsync(cancellation);
        await new HumaUpdates(huma, humaOptions.Value.ParallelRequests, journal).RunAsync(cancellation);
        await new HumaAdditions(huma, OutsideSystems.ScopeOf(connection), journal).RunAsync(cancellation);
    }

    // The comparison that the plan was made from, as it was reviewed; null where retention has removed what it read:
    // then the plan follows from an earlier run, which adopted its pairs.
    private async Task<Reviewed?> ReviewedAsync(
        SyncDbContext context,
        Connection connection,
        ComparisonRecord compared,
        CancellationToken cancellation
    )
    {
        if (await archive.LoadAsync(compared.Id, cancellation) is not { } input)
        {
            return null;
        }

        var made = await decisions.LoadAsync(compared.Id, cancellation);
        return new Reviewed(
            Comparison.Of(
                await StoredInput.NowAsync(
                    context,
                    connection,
                    input,
                    compared.StartedAt,
                    SystemDay.Of(clock.GetUtcNow()),
                    cancellation
                ),
                made.Matches
            ),
            made
        );
    }

    private sealed record Reviewed(Comparison Comparison, Decisions Decisions);

    private ActivityRecord Told(RunRecord run, PlanOrigin origin, List<ChangeRecord> changes)
    {
        var confirmed = changes.Count(change => change.State == ChangeState.Confirmed);
        return run.State == RunState.Failed
            ? Told(run, Actor.Behind(run.StartedBy), ActivityCodes.RunFailed)
            : Told(
                run,
                Actor.Behind(run.StartedBy),
                origin == PlanOrigin.FromHuma ? ActivityCodes.FromHumaWritten : ActivityCodes.RunCompleted,
                $"{confirmed}",
                $"{changes.Count - confirmed}"
            );
    }

    private ActivityRecord Told(RunRecord run, Actor by, string what, params IEnumerable<string> more) =>
        ActivityRecord.Of(by, what, clock.GetUtcNow().UtcDateTime, run.ConnectionId, [$"{run.Number}", .. more]);

    [LoggerMessage(LogLevel.Warning, "Run {RunId} broke off: {Reason}")]
    private partial void LogFailed(Guid runId, Reason reason);

    [LoggerMessage(LogLevel.Information, "Run {RunId} is carried out by another attempt; this one ends")]
    private partial void LogTakenOver(Guid runId);
}
