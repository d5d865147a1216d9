using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>
/// Values that a run held back because they had moved since the review: an administrator decides by what is there now
/// whether the reviewed value is written all the same or
/// what is there is left. Each answer is stored; those to be written become a new plan through the same checks.
/// </summary>
public sealed class RedecideHeldValues(
    IDbContextFactory<SyncDbContext> contexts,
    FollowUpPlans followUps,
    DecisionStore decisions,
    TimeProvider clock
)
{
    /// <summary>
    /// The held values of a run that can be decided: one of each field, whatever way it took. Those that a later run
    /// took up are left out.
    /// </summary>
    /// <param name="changes">All of the run.</param>
    /// <param name="takenUp">Those that a later run took up.</param>
    /// <param name="emptiesAsPlanned">See <see cref="PlanStore.EmptiesAsPlanned"/>.</param>
    public static IReadOnlyList<ChangeRecord> Open(
        IEnumerable<ChangeRecord> changes,
        IReadOnlySet<long> takenUp,
        bool emptiesAsPlanned
    ) =>
        [
            .. changes
                .Where(change => change is { State: ChangeState.Held, Kind: ChangeKind.Update })
                .GroupBy(WrittenField.Of)
                .Select(field => field.MaxBy(change => change.Sequence)!)
                .Where(change => change.To.IsKnown && (emptiesAsPlanned || change.To is not FieldValue.Empty))
                .Where(change => !takenUp.Contains(change.Id)),
        ];

    /// <summary>Answers for these held changes of one run, as one act; null takes the answer back.</summary>
    /// <param name="shown">
    /// The answers that the page showed (<see cref="LoadAsync(Guid, Actor, CancellationToken)"/>).
    /// </param>
    /// <returns>Why nothing was stored: another page or administrator has answered otherwise meanwhile. Null where it
    /// was.</returns>
    public async Task<Reason?> DecideAsync(
        Guid runId,
        IReadOnlyCollection<long> changes,
        HeldAnswer? answer,
        IReadOnlyDictionary<long, HeldDecision> shown,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var who = await context.DemandOfRunAsync(by, Permission.Prepare, runId, cancellation);
        var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
        var comparisonId = await context
            .Plans.Where(plan => plan.Id == run.PlanId)
            .Select(plan => plan.ComparisonId)
            .SingleAsync(cancellation);
        var held = (
            await context
                .Changes.AsNoTracking()
                .Where(change => change.PlanId == run.PlanId && change.State == ChangeState.Held)
                .ToListAsync(cancellation)
        )
            .Where(change => changes.Contains(change.Id))
            .ToList();
        var code = answer switch
        {
            HeldAnswer.Write => ActivityCodes.HeldToBeWritten,
            HeldAnswer.Leave => ActivityCodes.HeldLeft,
            _ => ActivityCodes.HeldTakenBack,
        };
        var stored = await decisions.ReplaceAsync(
            comparisonId,
            held.Where(change => shown.ContainsKey(change.Id))
                .ToDictionary(
                    change => (DecisionKind.Held, Decision.SubjectOf(change.Id)),
                    change => new DecidedValue(ChoiceOf(change, shown[change.Id].Answer), null)
                ),
            answer is { } given ? held.Select(change => new Decision.OfHeld(change.Id, ChoiceOf(change, given))) : [],
            answer is null ? held.Select(change => (DecisionKind.Held, Decision.SubjectOf(change.Id))) : [],
            who,
            [
                ActivityRecord.Of(
                    by,
                    code,
                    clock.GetUtcNow().UtcDateTime,
                    run.ConnectionId,
                    [$"{changes.Count}", $"{run.Number}"]
                ),
            ],
            cancellation
        );
        return stored.Overtaken.Count > 0 ? new Reason(ReviewReasons.HeldOvertaken, $"{stored.Overtaken.Count}") : null;
    }

    /// <summary>What was answered for held changes of a run so far, by the change.</summary>
    public async Task<IReadOnlyDictionary<long, HeldDecision>> LoadAsync(
        Guid runId,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.DemandOfRunAsync(by, Permission.SeePeople, runId, cancellation);
        return await LoadAsync(context, runId, cancellation);
    }

    /// <summary>What the answers so far would write. Null where there is no such run.</summary>
    public Task<FollowUpPlan?> ReviewAsync(
        Guid runId,
        IReadOnlySet<GuardKind> confirmed,
        Actor by,
        CancellationToken cancellation
    ) => followUps.ReviewAsync(runId, PlanOrigin.DecidedAnew, confirmed, WantedAsync, by, cancellation);

    /// <summary>
    /// Stores the plan that was shown (<see cref="FollowUpPlan.Shown"/>), once; <see cref="StartRun"/> carries
    /// it out.
    /// </summary>
    public Task<Answer<Guid>> MakePlanAsync(
        Guid runId,
        IReadOnlySet<GuardKind> confirmed,
        ShownPlan shown,
        Actor by,
        CancellationToken cancellation
    ) =>
        followUps.StoreAsync(
            runId,
            shown,
            () => ReviewAsync(runId, confirmed, by, cancellation),
            ActivityCodes.HeldPlanned,
            by,
            cancellation
        );

    private static FieldChoice ChoiceOf(ChangeRecord held, HeldAnswer answer) =>
        answer == HeldAnswer.Leave ? FieldChoice.Skip
        : held.Target == Side.Xledger ? FieldChoice.UseHuma
        : FieldChoice.UseXledger;

    private static async Task<FollowUpPlans.Wanted> WantedAsync(
        SyncDbContext context,
        FollowUpPlans.Earlier earlier,
        CancellationToken cancellation
    )
    {
        var answers = await LoadAsync(context, earlier.Run.Id, cancellation);
        var takenUp = await RunReport.TakenUpAsync(context, earlier.Run.PlanId, cancellation);
        List<PlannedChange> changes = [];
        List<BlockedChange> impossible = [];
        foreach (
            var held in Open(earlier.Changes, takenUp, PlanStore.EmptiesAsPlanned(earlier.Plan, earlier.Changes))
                .Where(held => answers.TryGetValue(held.Id, out var answer) && answer.Answer == HeldAnswer.Write)
        )
        {
            if (earlier.WhyNot(held, held.To) is { } obstacle)
            {
                impossible.Add(
                    new BlockedChange(held.Target, held.HumaId, held.XledgerId, held.PersonName, held.Field, obstacle)
                );
                continue;
            }

            changes.Add(
                new PlannedChange(
                    0,
                    held.Target,
                    ChangeKind.Update,
                    held.HumaId,
                    held.XledgerId,
                    held.PersonName,
                    held.Field,
                    held.After ?? FieldValue.NotKnown,
                    held.To,
                    held.Cause == ChangeCause.Undo ? ChangeCause.Undo : ChangeCause.Decided,
                    new Reason(FollowUpReasons.ChangeDecidedAnew)
                )
                {
                    Earlier = held.Id,
                }
            );
        }

        return new FollowUpPlans.Wanted(
            changes,
            impossible,
            changes.Count + impossible.Count == 0 ? new Reason(FollowUpReasons.NothingDecidedAnew) : null
        );
    }

    private static async Task<Dictionary<long, HeldDecision>> LoadAsync(
        SyncDbContext context,
        Guid runId,
        CancellationToken cancellation
    )
    {
        var rows = await (
            from run in context.Runs.AsNoTracking()
            join plan in context.Plans on run.PlanId equals plan.Id
            join decision in context.Decisions on plan.ComparisonId equals decision.ComparisonId
            where run.Id == runId && decision.Kind == DecisionKind.Held
            select decision
        ).ToListAsync(cancellation);
        return rows.ToDictionary(
            row => long.Parse(row.Subject, CultureInfo.InvariantCulture),
            row => new HeldDecision(
                row.Choice == FieldChoice.Skip ? HeldAnswer.Leave : HeldAnswer.Write,
                row.DecidedBy,
                row.DecidedAt
            )
        );
    }
}

/// <summary>Answer about one held value.</summary>
public enum HeldAnswer
{
    /// <summary>The reviewed value is written although the target has moved.</summary>
    Write,

    /// <summary>What the target holds now stays.</summary>
    Leave,
}

/// <summary>The answer about a held value, and when it was given.</summary>
public sealed record HeldDecision(HeldAnswer Answer, string By, DateTime At);
