using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>
/// Values that a run held back because they had moved since the review: an administrator decides by what is there now whether the reviewed value is written all the same or
/// what is there is left. Each answer is stored; those to be written become a new plan through the same checks.
/// </summary>
public sealed class DecideAnew(IDbContextFactory<SyncDbContext> contexts, FollowUps followUps, DecisionStore decisions, ActivityLog activity)
{
    /// <summary>The held values of a run that can be decided: one of each field, whatever way it took. Those that a later run took up are left out.</summary>
    public static IReadOnlyList<ChangeRecord> Open(IEnumerable<ChangeRecord> changes, IReadOnlySet<long> takenUp) =>
    [
        .. changes.Where(change => change is { State: ChangeState.Held, Kind: ChangeKind.Update }).GroupBy(WrittenField.Of).Select(field => field.MaxBy(change => change.Sequence)!)
            .Where(change => change.To.IsKnown && !takenUp.Contains(change.Id)),
    ];

    /// <summary>Answers for these held changes of one run; null takes the answer back.</summary>
    public async Task DecideAsync(Guid runId, IReadOnlyCollection<long> changes, HeldAnswer? answer, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.Prepare);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
        var comparisonId = await context.Plans.Where(plan => plan.Id == run.PlanId).Select(plan => plan.ComparisonId).SingleAsync(cancellation);
        if (answer is { } given)
        {
            var held = await context.Changes.AsNoTracking().Where(change => change.PlanId == run.PlanId && change.State == ChangeState.Held).ToListAsync(cancellation);
            await decisions.SaveAsync(comparisonId, held.Where(change => changes.Contains(change.Id)).Select(change => new Decision.OfHeld(change.Id, ChoiceOf(change, given))), who, cancellation);
        }
        else
        {
            await decisions.WithdrawAsync(comparisonId, DecisionKind.Held, [.. changes.Select(Decision.SubjectOf)], cancellation);
        }

        var code = answer switch
        {
            HeldAnswer.Write => ActivityCodes.HeldToBeWritten,
            HeldAnswer.Leave => ActivityCodes.HeldLeft,
            _ => ActivityCodes.HeldTakenBack,
        };
        await activity.AppendAsync(by, code, run.ConnectionId, [$"{changes.Count}", $"{run.Number}"], cancellation);
    }

    /// <summary>What was answered for held changes of a run so far, by the change.</summary>
    public async Task<IReadOnlyDictionary<long, HeldDecision>> LoadAsync(Guid runId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await LoadAsync(context, runId, cancellation);
    }

    /// <summary>What the answers so far would write. Null where there is no such run.</summary>
    public Task<FollowUp?> ReviewAsync(Guid runId, IReadOnlySet<GuardKind> confirmed, CancellationToken cancellation) =>
        followUps.ReviewAsync(runId, PlanOrigin.DecidedAnew, confirmed, WantedAsync, cancellation);

    /// <summary>Stores the plan that was shown (<paramref name="fingerprint"/>); <see cref="Apply.StartAsync"/> carries it out.</summary>
    public async Task<Answer<Guid>> MakePlanAsync(Guid runId, IReadOnlySet<GuardKind> confirmed, string fingerprint, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize);
        return await followUps.StoreAsync(await ReviewAsync(runId, confirmed, cancellation), fingerprint, ActivityCodes.HeldPlanned, by, cancellation);
    }

    private static FieldChoice ChoiceOf(ChangeRecord held, HeldAnswer answer) =>
        answer == HeldAnswer.Leave ? FieldChoice.Skip : held.Target == Side.Xledger ? FieldChoice.UseHuma : FieldChoice.UseXledger;

    private static async Task<FollowUps.Wanted> WantedAsync(SyncDbContext context, FollowUps.Earlier earlier, CancellationToken cancellation)
    {
        var answers = await LoadAsync(context, earlier.Run.Id, cancellation);
        var takenUp = await RunReport.TakenUpAsync(context, earlier.Run.PlanId, cancellation);
        List<PlannedChange> changes = [];
        List<BlockedChange> impossible = [];
        foreach (var held in Open(earlier.Changes, takenUp).Where(held => answers.TryGetValue(held.Id, out var answer) && answer.Answer == HeldAnswer.Write))
        {
            if (earlier.WhyNot(held, held.To) is { } reason)
            {
                impossible.Add(new BlockedChange(held.Target, held.HumaId, held.XledgerId, held.PersonName, held.Field, reason));
                continue;
            }

            changes.Add(new PlannedChange(
                0, held.Target, ChangeKind.Update, held.HumaId, held.XledgerId, held.PersonName, held.Field, held.After ?? FieldValue.NotKnown, held.To, new Reason(ReasonCodes.ChangeDecidedAnew))
            { Earlier = held.Id });
        }

        return new FollowUps.Wanted(changes, impossible, changes.Count + impossible.Count == 0 ? new Reason(ReasonCodes.NothingDecidedAnew) : null);
    }

    private static async Task<Dictionary<long, HeldDecision>> LoadAsync(SyncDbContext context, Guid runId, CancellationToken cancellation)
    {
        var rows = await (
            from run in context.Runs.AsNoTracking()
            join plan in context.Plans on run.PlanId equals plan.Id
            join decision in context.Decisions on plan.ComparisonId equals decision.ComparisonId
            where run.Id == runId && decision.Kind == DecisionKind.Held
            select decision).ToListAsync(cancellation);
        return rows.ToDictionary(
            row => long.Parse(row.Subject, CultureInfo.InvariantCulture),
            row => new HeldDecision(row.Choice == FieldChoice.Skip ? HeldAnswer.Leave : HeldAnswer.Write, row.DecidedBy, row.DecidedAt));
    }
}

public enum HeldAnswer
{
    /// <summary>The reviewed value is written although the target has moved.</summary>
    Write,

    /// <summary>What the target holds now stays.</summary>
    Leave,
}

/// <summary>What somebody answered for a held value, and when.</summary>
public sealed record HeldDecision(HeldAnswer Answer, string By, DateTime At);
