using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>
/// Makes a new plan of what a run could not do: it goes on with what was not reached, or tries again what was refused
/// or failed. The earlier run stays as it was; the same
/// reviewed values are written, each after it was read again.
/// </summary>
public sealed class Retry(
    IDbContextFactory<SyncDbContext> contexts,
    PlanStore plans,
    SnapshotCache snapshots,
    TimeProvider clock
)
{
    /// <summary>
    /// Whether a change belongs to what would be carried out. Held changes need a new decision, confirmed ones are
    /// done, and a person who may have been added is only added again after a new comparison has shown that the person
    /// is missing. What cannot succeed is not tried again, nor are values that retention has removed.
    /// </summary>
    /// <param name="change">A change of the run.</param>
    /// <param name="origin">To go on, or to try again.</param>
    /// <param name="emptiesAsPlanned">See <see cref="PlanStore.EmptiesAsPlanned"/>.</param>
    public static bool IsOpen(ChangeRecord change, PlanOrigin origin, bool emptiesAsPlanned) =>
        !MayBeThere(change)
        && change.To.IsKnown
        && (emptiesAsPlanned || change.To is not FieldValue.Empty)
        && origin switch
        {
            PlanOrigin.Continued => change.State is ChangeState.Planned or ChangeState.Sending,
            PlanOrigin.Retried => change is { State: ChangeState.Refused or ChangeState.Failed, Final: false },
            _ => false,
        };

    private static bool MayBeThere(ChangeRecord change) =>
        change is { Kind: ChangeKind.Create, State: ChangeState.Sending or ChangeState.Failed }
        && (change.HumaId is null || change.XledgerId is null);

    /// <summary>
    /// Stores the plan of what was offered, once; <see cref="StartRun"/> carries it out. Refused where
    /// something else is open now.
    /// </summary>
    /// <param name="shown">What the page offered: <see cref="RunReport.Shown"/> of <see cref="PlanOrigin.Continued"/>
    /// or <see cref="PlanOrigin.Retried"/>.</param>
    public async Task<Answer<Guid>> MakePlanAsync(Guid runId, ShownPlan shown, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var who = await context.DemandOfRunAsync(by, Permission.Synchronize, runId, cancellation);
        var run = await context.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancellation);
        var earlier = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == run.PlanId, cancellation);
        return await plans.OnceAsync(
            earlier.ComparisonId,
            shown,
            () => StoreAsync(context, run, earlier, shown, by, who, cancellation),
            cancellation
        );
    }

    private async Task<Answer<Guid>> StoreAsync(
        SyncDbContext context,
        RunRecord run,
        PlanRecord earlier,
        ShownPlan shown,
        Actor by,
        string who,
        CancellationToken cancellation
    )
    {
        if (FollowUpPlans.WhyNothingFollows(run, shown.Source.Origin) is { } why)
        {
            return new Answer<Guid>.Refused(why);
        }

        if (PlanPreconditions.WhyMoved(context, earlier, run.ConnectionId) is { } moved)
        {
            return new Answer<Guid>.Refused(moved);
        }

        var origin = shown.Source.Origin;
        var changes = await context
            .Changes.AsNoTracking()
            .Where(change => change.PlanId == run.PlanId)
            .OrderBy(change => change.Sequence)
            .ToListAsync(cancellation);
        var takenUp = await RunReport.TakenUpAsync(context, run.PlanId, cancellation);
        var linked = await AddedAsync(context, run.ConnectionId, changes, cancellation);
        var again = Open(changes, origin, takenUp, linked, PlanStore.EmptiesAsPlanned(earlier, changes));
        if (again.Count == 0)
        {
            return new Answer<Guid>.Refused(new Reason(FollowUpReasons.NothingToRetry));
        }

        if (await AnyLeftOutAsync(context, run.ConnectionId, changes, again, cancellation))
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.RetryPeopleChanged));
        }

        var learned = await context
            .Connections.Where(row => row.Id == run.ConnectionId)
            .Select(row => row.XledgerBehavior)
            .SingleAsync(cancellation);
        var plan = PlanOf(again, learned);
        if (plan.Fingerprint != shown.Fingerprint)
        {
            return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
        }

        var code = origin == PlanOrigin.Continued ? ActivityCodes.RunContinued : ActivityCodes.RunRetried;
        var stored = await plans.SaveOnceAsync(
            run.ConnectionId,
            earlier.ComparisonId,
            plan,
            shown,
            who,
            made =>
                [
                    ActivityRecord.Of(
                        by,
                        code,
                        clock.GetUtcNow().UtcDateTime,
                        run.ConnectionId,
                        [$"{made.Number}", $"{made.ChangeCount}", $"{run.Number}"]
                    ),
                ],
            cancellation
        );
        return new Answer<Guid>.Done(stored.Id);
    }

    // People who are never synchronized, or were unlinked, since the run: only a new comparison shows what is right for
    // the others.
    private async Task<bool> AnyLeftOutAsync(
        SyncDbContext context,
        Guid connectionId,
        List<ChangeRecord> changes,
        IReadOnlyList<PlannedChange> again,
        CancellationToken cancellation
    )
    {
        var taken = again.Select(change => change.Earlier).ToHashSet();
        var links = await StoredInput.LinksAsync(context, connectionId, cancellation);
        if (
            changes.Exists(change =>
                taken.Contains(change.Id)
                && change is { Kind: ChangeKind.Update, HumaId: { } huma, XledgerId: { } xledger }
                && !links.Contains(new Link(huma, xledger))
            )
        )
        {
            return true;
        }

        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.ScopeRules.Count == 0)
        {
            return false;
        }

        return await snapshots.OfAsync(connectionId, cancellation) is not { } now
            || again.Any(change => now.LeftOutOf(change.Huma, change.Xledger) is not null);
    }

    /// <summary>
    /// Which people of a run's additions were added in part: their link proves it. The id in the journal alone does
    /// not, since nothing binds it to the person.
    /// </summary>
    internal static async Task<IReadOnlySet<Link>> AddedAsync(
        SyncDbContext context,
        Guid connectionId,
        IEnumerable<ChangeRecord> changes,
        CancellationToken cancellation
    )
    {
        var added = changes
            .Where(change =>
                change is { Kind: ChangeKind.Create, State: not ChangeState.Confirmed, XledgerId: not null }
            )
            .Select(change => change.HumaId)
            .OfType<HumaId>()
            .Distinct()
            .ToList();
        if (added.Count == 0)
        {
            return new HashSet<Link>();
        }

        var links = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connectionId && added.Contains(link.HumaId))
            .ToListAsync(cancellation);
        return links.Where(link => !link.Doubted).Select(link => new Link(link.HumaId, link.XledgerId)).ToHashSet();
    }

    /// <summary>What would be carried out again, in its order.</summary>
    /// <param name="changes">All of the run.</param>
    /// <param name="linked">See <see cref="AddedAsync"/>.</param>
    /// <param name="emptiesAsPlanned">See <see cref="PlanStore.EmptiesAsPlanned"/>.</param>
    internal static IReadOnlyList<PlannedChange> Open(
        IReadOnlyCollection<ChangeRecord> changes,
        PlanOrigin origin,
        IReadOnlySet<long> takenUp,
        IReadOnlySet<Link> linked,
        bool emptiesAsPlanned
    )
    {
        // No person is added without a value that was planned.
        var inPart = emptiesAsPlanned
            ? []
            : changes
                .Where(change => change is { Kind: ChangeKind.Create, To: FieldValue.Empty })
                .Select(PersonChanges.KeyOf)
                .ToHashSet();
        return
        [
            .. changes
                .Where(change => IsOpen(change, origin, emptiesAsPlanned) && !takenUp.Contains(change.Id))
                .Where(change => change.Kind != ChangeKind.Create || !inPart.Contains(PersonChanges.KeyOf(change)))
                .OrderBy(change => change.Sequence)
                .Select((change, index) => Again(change, index, origin, linked)),
        ];
    }

    /// <param name="learned">See <see cref="XledgerKnowledge.Stored"/>.</param>
    internal static SyncPlan PlanOf(IReadOnlyList<PlannedChange> again, string? learned) =>
        SyncPlan.OfReviewed(again, AllowanceCheck.CostsOf(XledgerKnowledge.Of(learned)));

    private static PlannedChange Again(ChangeRecord change, int index, PlanOrigin origin, IReadOnlySet<Link> linked)
    {
        // A person who was added in part exists by now; the rest is an update. Of whom nothing was confirmed the
        // addition goes on, which looks first at whose record it is.
        var exists =
            change is { HumaId: { } huma, XledgerId: { } xledger }
            && (change.Kind == ChangeKind.Update || linked.Contains(new Link(huma, xledger)));
        var kind = exists ? ChangeKind.Update : change.Kind;
        var from = change.Kind == ChangeKind.Create && exists ? change.After ?? FieldValue.NotKnown : change.From;
        var why =
            origin == PlanOrigin.Continued && change.Reason is { } planned
                ? planned
                : new Reason(FollowUpReasons.TriedAgain);
        return new PlannedChange(
            index + 1,
            change.Target,
            kind,
            change.HumaId,
            change.XledgerId,
            change.PersonName,
            change.Field,
            from,
            change.To,
            change.Cause,
            why
        )
        {
            Wave = change.Wave,
            Earlier = change.Id,
        };
    }
}
