using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>
/// What a run came to, ready to be read by a person: the result page and the mail are two views of it.
/// </summary>
public sealed record RunReport(
    RunRecord Run,
    Connection Connection,
    PlanRecord Plan,
    IReadOnlyList<PersonResult> People
)
{
    private bool? _emptiesAsPlanned;

    /// <summary>The run that this one follows from; null for one that follows from a comparison alone.</summary>
    public RelatedRun? Earlier { get; init; }

    /// <summary>Runs that followed from this one, oldest first.</summary>
    public IReadOnlyList<RelatedRun> Later { get; init; } = [];

    /// <summary>Changes that a later run took over: they are reported there and not offered again here.</summary>
    public IReadOnlySet<long> TakenUp { get; init; } = new HashSet<long>();

    // Who was added in part, and is linked.
    private IReadOnlySet<Link> Linked { get; init; } = new HashSet<Link>();

    /// <summary>
    /// Whether the comparison that the run was reviewed from is still open for decisions: after a pilot the rest waits
    /// there.
    /// </summary>
    public bool RestWaits { get; init; }

    /// <summary>
    /// Whether no later run of its kind has ended: what is left to do on the connection
    /// (<see cref="ConnectionFigures"/>) is what this run left. Changes from Huma run by themselves beside the others.
    /// </summary>
    public bool Newest { get; init; }

    /// <summary>The connection's newest plan number when this was read.</summary>
    internal int LastPlan { get; init; }

    public bool IsUnderWay => Run.FinishedAt is null;

    /// <summary>Whether changes in Huma made this run, and no person.</summary>
    public bool IsInbound => Plan.Origin == PlanOrigin.FromHuma;

    /// <summary>Whether this run puts back what another one wrote.</summary>
    public bool Undoes => Plan.Origin == PlanOrigin.Undo;

    /// <summary>Whether the run came to its end and there was nothing that it had to write.</summary>
    public bool WroteNothing => Run.State == RunState.Completed && !Changes.Any();

    /// <summary>
    /// Whether a restore of the database ended the run: what it wrote after the backup is not known, and only comparing
    /// the systems tells.
    /// </summary>
    public bool IsRestored => Run.FailureCause == RunFailureCause.Restored;

    /// <summary>
    /// Where the run is by its journal; a feed may know more. After a restart of the server it knows nothing at first.
    /// </summary>
    public RunProgress Progress =>
        new(
            Run.Id,
            Run.State,
            Plan.ChangeCount,
            Count(ChangeState.Confirmed),
            Count(ChangeState.AwaitingConfirmation),
            Count(ChangeState.Held),
            Count(ChangeState.Refused),
            Count(ChangeState.Failed),
            null,
            Run.XledgerRequests,
            null
        )
        {
            Systems = SystemProgress.Of([.. Changes]),
        };

    /// <summary>All changes, person by person.</summary>
    public IEnumerable<ChangeRecord> Changes => People.SelectMany(person => person.Changes);

    /// <summary>
    /// Whether what the run left can still be taken up by hand: an inbound run's is taken up from the connection's
    /// changes, an ended connection takes nothing up, and after a restore both systems are compared first.
    /// </summary>
    private bool ByHand => !IsUnderWay && !IsInbound && !Connection.IsEnded && !IsRestored;

    /// <summary>Held values that can be decided anew.</summary>
    public IReadOnlyList<ChangeRecord> HeldOpen =>
        !ByHand ? [] : RedecideHeldValues.Open(Changes, TakenUp, EmptiesAsPlanned);

    /// <summary>People updated in this system.</summary>
    public IReadOnlyList<PersonResult> Updated(Side target) =>
        [
            .. People.Where(person =>
                person.Target == target
                && person.Kind == ChangeKind.Update
                && person.Changes.Any(change => change.Written)
            ),
        ];

    /// <summary>
    /// People who exist in the target since this run, whether or not every field of theirs could be written.
    /// </summary>
    public IReadOnlyList<PersonResult> Added(Side target) =>
        [.. People.Where(person => person.Target == target && person.Kind == ChangeKind.Create && person.Exists)];

    /// <summary>People with at least one change in this state.</summary>
    public IReadOnlyList<PersonResult> With(ChangeState state) => [.. People.Where(person => person.Any(state))];

    /// <summary>Changes whose turn did not come because the run was stopped or broke off.</summary>
    public int NotReached =>
        People.Sum(person =>
            person.Changes.Count(change => change.State is ChangeState.Planned or ChangeState.Sending)
        );

    /// <summary>
    /// Those of them of which it is not known whether they were made: what was being sent when the run broke off, which
    /// going on reads first; all of them where a restore ended it.
    /// </summary>
    public int Uncertain =>
        IsUnderWay ? 0
        : IsRestored ? NotReached
        : Count(ChangeState.Sending);

    /// <summary>Changes in this state that no later run took over.</summary>
    public IReadOnlyList<ChangeRecord> Waiting(ChangeState state) =>
        [.. Changes.Where(change => change.State == state && !TakenUp.Contains(change.Id))];

    /// <summary>
    /// Changes that the target does not hold, apart from what awaits a person's confirmation, and from those of which
    /// that is not known.
    /// </summary>
    public int NotWritten =>
        Changes.Count(change => !change.Written && change.State != ChangeState.AwaitingConfirmation)
        - (IsRestored ? Uncertain : 0);

    /// <summary>How long the run took; null while it has not ended.</summary>
    public TimeSpan? Duration => Run.FinishedAt - (Run.StartedAt ?? Run.CreatedAt);

    /// <summary>Values written to this system, put back since or not.</summary>
    public int ValuesWritten(Side target) =>
        Updated(target).Sum(person => person.Changes.Count(change => change.Written));

    /// <summary>Changes in this state.</summary>
    public int Count(ChangeState state) => People.Sum(person => person.Changes.Count(change => change.State == state));

    /// <summary>Whether any change is of an identification or bank number.</summary>
    public bool HasSensitive => Changes.Any(change => FieldRules.For(change.Field).Sensitive);

    /// <summary>Whether anything was refused or failed that another try could mend.</summary>
    public bool CanRetry => IsOpen(PlanOrigin.Retried);

    /// <summary>Whether anything was not reached that the run could go on with.</summary>
    public bool CanContinue => IsOpen(PlanOrigin.Continued);

    /// <summary>What "Continue the run" or "Try the failed again" intends while this result is shown.</summary>
    public ShownPlan Shown(PlanOrigin origin) =>
        new(new PlanSource(origin, Run.Id), Again(origin).Fingerprint, LastPlan);

    /// <summary>What that would write.</summary>
    public SyncPlan Again(PlanOrigin origin) =>
        Retry.PlanOf(Retry.Open([.. Changes], origin, TakenUp, Linked, EmptiesAsPlanned), Connection.XledgerBehavior);

    /// <summary>
    /// Whether anything was written that was not undone since. The review of the undo shows what can be undone.
    /// </summary>
    public bool CanUndo =>
        !IsUnderWay && !Connection.IsEnded && Changes.Any(change => change.State == ChangeState.Confirmed);

    private bool IsOpen(PlanOrigin origin) =>
        ByHand && Changes.Any(change => Retry.IsOpen(change, origin, EmptiesAsPlanned) && !TakenUp.Contains(change.Id));

    private bool EmptiesAsPlanned => _emptiesAsPlanned ??= PlanStore.EmptiesAsPlanned(Plan, Changes);

    /// <summary>The report as of now; null if there is no such run.</summary>
    public static async Task<RunReport?> LoadAsync(SyncDbContext context, Guid runId, CancellationToken cancellation)
    {
        var run = await context.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId, cancellation);
        if (run is null)
        {
            return null;
        }

        // Before all else: a plan that is stored while this is read comes after what is shown.
        var lastPlan = await PlanStore.LastNumberAsync(context, run.ConnectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == run.ConnectionId, cancellation);
        var plan = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == run.PlanId, cancellation);
        var changes = await context
            .Changes.AsNoTracking()
            .Where(change => change.PlanId == run.PlanId)
            .OrderBy(change => change.Sequence)
            .ToListAsync(cancellation);
        var people = changes
            .GroupBy(change => (change.Target, change.Kind, Person: PersonChanges.KeyOf(change)))
            .Select(group => new PersonResult(group.Key.Target, group.Key.Kind, group.First().PersonName, [.. group]))
            .OrderBy(person => person.Name, StringComparer.CurrentCultureIgnoreCase)
            .ToList();
        return new RunReport(run, connection, plan, people)
        {
            LastPlan = lastPlan,
            Earlier = plan.EarlierRunId is { } earlier
                ? new RelatedRun(
                    earlier,
                    await context
                        .Runs.Where(row => row.Id == earlier)
                        .Select(row => row.Number)
                        .SingleAsync(cancellation),
                    plan.Origin
                )
                : null,
            Later = await LaterAsync(context, runId, cancellation),
            TakenUp = await TakenUpAsync(context, plan.Id, cancellation),
            Linked = await Retry.AddedAsync(context, run.ConnectionId, changes, cancellation),
            Newest =
                run.FinishedAt is not null
                && !await (
                    from other in context.Runs
                    join its in context.Plans on other.PlanId equals its.Id
                    where
                        other.ConnectionId == run.ConnectionId
                        && other.Number > run.Number
                        && other.FinishedAt != null
                        && (plan.Origin == PlanOrigin.FromHuma || its.Origin != PlanOrigin.FromHuma)
                    select other.Id
                ).AnyAsync(cancellation),
            RestWaits =
                plan.Origin == PlanOrigin.Pilot
                && await context.Comparisons.AnyAsync(
                    comparison => comparison.Id == plan.ComparisonId && comparison.State == ComparisonState.Complete,
                    cancellation
                ),
        };
    }

    /// <summary>Changes of a plan that a plan with a run of its own took up.</summary>
    internal static async Task<IReadOnlySet<long>> TakenUpAsync(
        SyncDbContext context,
        Guid planId,
        CancellationToken cancellation
    ) =>
        (
            await (
                from change in context.Changes
                join later in context.Changes on change.Id equals later.EarlierId
                where change.PlanId == planId && later.RunId != null
                select change.Id
            ).ToListAsync(cancellation)
        ).ToHashSet();

    private static async Task<IReadOnlyList<RelatedRun>> LaterAsync(
        SyncDbContext context,
        Guid runId,
        CancellationToken cancellation
    ) =>
        await (
            from plan in context.Plans
            join run in context.Runs on plan.Id equals run.PlanId
            where plan.EarlierRunId == runId
            orderby run.Number
            select new RelatedRun(run.Id, run.Number, plan.Origin)
        ).ToListAsync(cancellation);
}

/// <summary>
/// Another run of the same connection, and how the later one of the two follows from the earlier one.
/// </summary>
public sealed record RelatedRun(Guid Id, int Number, PlanOrigin Origin);

/// <summary>The result for one person in one system.</summary>
public sealed record PersonResult(Side Target, ChangeKind Kind, string Name, IReadOnlyList<ChangeRecord> Changes)
{
    /// <summary>The user; null if the person has none.</summary>
    public HumaId? HumaId => Changes[0].HumaId;

    /// <summary>The employee; null if the person has none.</summary>
    public XledgerId? XledgerId => Changes[0].XledgerId;

    /// <summary>Whether the record is there in the target: it was before, or it was added.</summary>
    public bool Exists =>
        Kind == ChangeKind.Update || (Target == Side.Huma ? HumaId is not null : XledgerId is not null);

    /// <summary>Whether a change is in this state.</summary>
    public bool Any(ChangeState state) => Changes.Any(change => change.State == state);

    /// <summary>The changes in this state.</summary>
    public IEnumerable<ChangeRecord> In(ChangeState state) => Changes.Where(change => change.State == state);

    public override string ToString() => $"{Kind} in {Target}: {Changes.Count} changes";
}
