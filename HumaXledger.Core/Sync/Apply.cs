using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync;

/// <summary>
/// Carries out a stored plan, once, change by change from its journal. Decides nothing. Called again for a run that was interrupted it goes on where the journal stands.
/// </summary>
public sealed partial class Apply(
    OutsideSystems systems,
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    DecisionStore decisions,
    UsageLedger usage,
    ActivityLog activity,
    IOptions<HumaOptions> humaOptions,
    TimeProvider clock,
    ILogger<Apply> logger)
{
    /// <summary>Takes a plan for a new run; <see cref="RunAsync"/> carries it out. One run at a time per connection, one run per plan.</summary>
    public async Task<Answer<Guid>> StartAsync(Guid planId, string by, string? mailTo, string culture, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var plan = await context.Plans.SingleAsync(plan => plan.Id == planId, cancellation);
        if (plan.State != PlanState.Ready)
        {
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.PlanTaken));
        }

        plan.State = PlanState.Taken;
        var run = new RunRecord
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            ConnectionId = plan.ConnectionId,
            PlanId = planId,
            Number = 1 + (await context.Runs.Where(other => other.ConnectionId == plan.ConnectionId).MaxAsync(other => (int?)other.Number, cancellation) ?? 0),
            State = RunState.Waiting,
            CreatedAt = clock.GetUtcNow().UtcDateTime,
            StartedBy = by,
            MailTo = mailTo,
            Culture = culture,
        };
        context.Runs.Add(run);
        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException)
        {
            // The store allows one unfinished run per connection and one run per plan; somebody was faster.
            return new Answer<Guid>.Refused(new Reason(ReasonCodes.RunUnderWay));
        }

        await context.Changes.Where(change => change.PlanId == planId).ExecuteUpdateAsync(set => set.SetProperty(change => change.RunId, run.Id), cancellation);
        await activity.AppendAsync(by, ActivityCodes.RunStarted, run.ConnectionId, [$"{run.Number}"], cancellation);
        return new Answer<Guid>.Done(run.Id);
    }

    /// <summary>Asks a run to stop after its current batch; what was not reached stays as it is and is reported so.</summary>
    public async Task StopAsync(Guid runId, string by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var asked = await context.Runs
            .Where(run => run.Id == runId && (run.State == RunState.Waiting || run.State == RunState.Running))
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.State, RunState.Stopping), cancellation);
        if (asked > 0)
        {
            var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
            await activity.AppendAsync(by, ActivityCodes.RunStopped, run.ConnectionId, [$"{run.Number}"], cancellation);
        }
    }

    public async Task RunAsync(Guid runId, IProgress<RunProgress> progress, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var run = await context.Runs.SingleAsync(run => run.Id == runId, cancellation);
        if (run.FinishedAt is not null)
        {
            return;
        }

        var connection = await context.Connections.SingleAsync(connection => connection.Id == run.ConnectionId, cancellation);
        var changes = await context.Changes.Where(change => change.PlanId == run.PlanId).OrderBy(change => change.Sequence).ToListAsync(cancellation);
        await using var meter = new RequestMeter(connection, usage);
        var agreements = await Agreements.LoadAsync(context, run, clock, cancellation);
        var reviewed = await BeginAsync(context, run, cancellation);
        agreements.Adopt(reviewed);
        await context.SaveChangesAsync(cancellation);
        var journal = new Journal(context, run, changes, agreements, meter, progress, reviewed.Rosters.Country, clock);
        journal.Report();
        try
        {
            var stopped = await WriteAsync(connection, journal, meter, cancellation);
            connection.State = ConnectionState.Active;
            connection.LastSyncedAt = clock.GetUtcNow().UtcDateTime;
            await journal.EndAsync(stopped ? RunState.Stopped : RunState.Completed, null, CancellationToken.None);
        }
        catch (Exception fault) when (fault is HumaFault or XledgerFault)
        {
            // The conversation as a whole broke off. What was not reached keeps its state, so that the journal tells the truth.
            var reason = Compare.ReasonOf(fault);
            LogFailed(runId, reason);
            await journal.EndAsync(RunState.Failed, reason, CancellationToken.None);
        }

        await NoteAsync(run, changes);
    }

    /// <summary>
    /// Ends a run that broke off by something unforeseen, so that the connection is not held up for ever. The journal keeps what is known of each change.
    /// </summary>
    public async Task BreakOffAsync(Guid runId, IProgress<RunProgress> progress)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await context.Runs.Where(run => run.Id == runId && run.FinishedAt == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(run => run.State, RunState.Failed)
                .SetProperty(run => run.FinishedAt, clock.GetUtcNow().UtcDateTime)
                .SetProperty(run => run.FailureCode, ReasonCodes.Unforeseen));
        progress.Report(new RunProgress(runId, RunState.Failed, 0, 0, 0, 0, 0, 0, null, 0, new Reason(ReasonCodes.Unforeseen)));
    }

    private async Task<bool> WriteAsync(Connection connection, Journal journal, RequestMeter meter, CancellationToken cancellation)
    {
        var xledger = systems.Xledger(connection, meter);
        var huma = systems.Huma(connection, meter);
        await new XledgerUpdates(xledger, journal).RunAsync(cancellation);
        await new XledgerAdditions(xledger, connection.XledgerEntityId, journal).RunAsync(cancellation);
        await new HumaUpdates(huma, humaOptions.Value.ParallelRequests, journal).RunAsync(cancellation);
        await new HumaAdditions(huma, OutsideSystems.ScopeOf(connection), journal).RunAsync(cancellation);
        return journal.Run.State == RunState.Stopping;
    }

    // Marks the run as begun and gives the comparison that the plan was made from, as it was reviewed.
    private async Task<Comparison> BeginAsync(SyncDbContext context, RunRecord run, CancellationToken cancellation)
    {
        // Asked of the store: somebody may have asked to stop since the run was read.
        await context.Runs.Where(waiting => waiting.Id == run.Id && waiting.State == RunState.Waiting).ExecuteUpdateAsync(set => set.SetProperty(waiting => waiting.State, RunState.Running), cancellation);
        await context.Entry(run).ReloadAsync(cancellation);
        run.StartedAt ??= clock.GetUtcNow().UtcDateTime;

        var comparisonId = await context.Plans.Where(plan => plan.Id == run.PlanId).Select(plan => plan.ComparisonId).SingleAsync(cancellation);
        var record = await context.Comparisons.SingleAsync(comparison => comparison.Id == comparisonId, cancellation);
        record.State = ComparisonState.Closed;
        var input = await archive.LoadAsync(comparisonId, cancellation) ?? throw new InvalidOperationException("The comparison of the plan has no content.");
        var made = await decisions.LoadAsync(comparisonId, cancellation);
        return Comparison.Of(input, made.Matches);
    }

    private Task NoteAsync(RunRecord run, List<ChangeRecord> changes)
    {
        var confirmed = changes.Count(change => change.State == ChangeState.Confirmed);
        return run.State == RunState.Failed
            ? activity.AppendAsync(run.StartedBy, ActivityCodes.RunFailed, run.ConnectionId, [$"{run.Number}"], CancellationToken.None)
            : activity.AppendAsync(run.StartedBy, ActivityCodes.RunCompleted, run.ConnectionId, [$"{run.Number}", $"{confirmed}", $"{changes.Count - confirmed}"], CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "Run {RunId} broke off: {Reason}")]
    private partial void LogFailed(Guid runId, Reason reason);
}
