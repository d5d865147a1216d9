using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.FollowUps;

/// <summary>
/// Puts back what a run wrote, as a new plan: each value goes back to what the target held before. Values that moved
/// since are held back by the re-reading before each write. What cannot be restored is reported with what can be done
/// instead.
/// </summary>
public sealed class Undo(FollowUpPlans followUps)
{
    /// <summary>What undoing would write. Null where there is no such run.</summary>
    public Task<FollowUpPlan?> ReviewAsync(
        UndoScope scope,
        IReadOnlySet<GuardKind> confirmed,
        Actor by,
        CancellationToken cancellation
    ) =>
        followUps.ReviewAsync(
            scope.RunId,
            PlanOrigin.Undo,
            confirmed,
            (context, earlier, token) => WantedAsync(scope, context, earlier, token),
            by,
            cancellation
        );

    /// <summary>
    /// Stores the plan that was shown (<see cref="FollowUpPlan.Shown"/>), once; <see cref="StartRun"/> carries
    /// it out.
    /// </summary>
    public Task<Answer<Guid>> MakePlanAsync(
        UndoScope scope,
        IReadOnlySet<GuardKind> confirmed,
        ShownPlan shown,
        Actor by,
        CancellationToken cancellation
    ) =>
        followUps.StoreAsync(
            scope.RunId,
            shown,
            () => ReviewAsync(scope, confirmed, by, cancellation),
            ActivityCodes.UndoPlanned,
            by,
            cancellation
        );

    private static async Task<FollowUpPlans.Wanted> WantedAsync(
        UndoScope scope,
        SyncDbContext context,
        FollowUpPlans.Earlier earlier,
        CancellationToken cancellation
    )
    {
        var rows = InScope(scope, earlier.Changes);
        var written = rows.Where(row => row.State is ChangeState.Confirmed or ChangeState.AwaitingConfirmation)
            .ToList();
        if (written.Count == 0)
        {
            return new FollowUpPlans.Wanted(
                [],
                [],
                new Reason(
                    rows.Exists(row => row.State == ChangeState.Undone)
                        ? FollowUpReasons.UndoneAlready
                        : FollowUpReasons.NothingToUndo
                )
            );
        }

        var later = await LaterAsync(context, earlier, cancellation);
        List<PlannedChange> changes = [];
        List<BlockedChange> impossible = [];
        List<BlockedChange> asBefore =
        [
            .. rows.Where(row => row.Kind == ChangeKind.Update)
                .GroupBy(WrittenField.Of)
                .Where(field =>
                    field.Any(row => row.State == ChangeState.Undone)
                    && !field.Any(row => row.State is ChangeState.Confirmed or ChangeState.AwaitingConfirmation)
                )
                .Select(field => Blocked(field.Last(), new Reason(FollowUpReasons.UndoneAlready))),
        ];
        foreach (
            var person in written
                .Where(row => row.Kind == ChangeKind.Create)
                .GroupBy(row => (row.Target, PersonChanges.KeyOf(row)))
                .Select(person => person.First())
        )
        {
            var reason = new Reason(
                person.Target == Side.Huma ? FollowUpReasons.UndoAddedToHuma : FollowUpReasons.UndoAddedToXledger
            );
            impossible.Add(
                new BlockedChange(
                    person.Target,
                    person.HumaId,
                    person.XledgerId,
                    person.PersonName,
                    null,
                    WriteObstacle.Correctable(reason)
                )
            );
        }

        foreach (var field in written.Where(row => row.Kind == ChangeKind.Update).GroupBy(WrittenField.Of))
        {
            // Where people exchanged a value it was emptied first: the first change has the value before, the last one
            // the value now.
            var (first, last) = (field.First(), field.Last());
            var reason = WhyNot(first, last, later.GetValueOrDefault(field.Key), earlier);
            if (reason is not null)
            {
                impossible.Add(Blocked(last, reason));
                continue;
            }

            if (
                earlier.Holds(last) is { IsKnown: true } held
                && FieldNormal.Same(last.Field, held, first.From, earlier.Now.Rosters.Country)
            )
            {
                asBefore.Add(Blocked(last, new Reason(FollowUpReasons.UndoAsBefore)));
                continue;
            }

            changes.Add(
                new PlannedChange(
                    0,
                    last.Target,
                    ChangeKind.Update,
                    last.HumaId,
                    last.XledgerId,
                    last.PersonName,
                    last.Field,
                    last.After is { IsKnown: true } after ? after : last.To,
                    first.From,
                    ChangeCause.Undo,
                    new Reason(FollowUpReasons.UndoPutsBack, $"{earlier.Run.Number}")
                )
                {
                    Earlier = last.Id,
                }
            );
        }

        return new FollowUpPlans.Wanted(changes, impossible, null) { AsBefore = asBefore };
    }

    private static BlockedChange Blocked(ChangeRecord change, Reason reason) =>
        new(
            change.Target,
            change.HumaId,
            change.XledgerId,
            change.PersonName,
            change.Field,
            WriteObstacle.Correctable(reason)
        );

    private static List<ChangeRecord> InScope(UndoScope scope, IReadOnlyList<ChangeRecord> rows)
    {
        if (scope.ChangeId is not { } id)
        {
            return [.. rows];
        }

        return rows.FirstOrDefault(row => row.Id == id) is not { } chosen ? []
            : scope.WholePerson
                ?
                [
                    .. rows.Where(row =>
                        PersonRef.Of(row.HumaId, row.XledgerId) == PersonRef.Of(chosen.HumaId, chosen.XledgerId)
                    ),
                ]
            : [.. rows.Where(row => row.Kind == chosen.Kind && WrittenField.Of(row) == WrittenField.Of(chosen))];
    }

    /// <summary>Why what a run wrote to one field cannot be put back; null where it can.</summary>
    private static Reason? WhyNot(
        ChangeRecord first,
        ChangeRecord last,
        (ChangeRecord Change, int Run) later,
        FollowUpPlans.Earlier earlier
    )
    {
        var country = earlier.Now.Rosters.Country;
        var rules = FieldRules.For(last.Field);
        if (last.State == ChangeState.AwaitingConfirmation)
        {
            return new Reason(FollowUpReasons.UndoAwaiting);
        }

        if (
            later.Change is { } since
            && !FieldNormal.Same(last.Field, since.After ?? since.To, last.After ?? last.To, country)
        )
        {
            return new Reason(FollowUpReasons.UndoChangedSince, $"{later.Run}");
        }

        if (last.AlreadyThere)
        {
            return new Reason(FollowUpReasons.UndoNotWritten);
        }

        if (!first.From.IsKnown)
        {
            return new Reason(FollowUpReasons.UndoUnknownBefore, last.Target.ToString());
        }

        if (FieldNormal.Same(last.Field, first.From, last.After ?? last.To, country))
        {
            return new Reason(FollowUpReasons.UndoInside);
        }

        if (!first.From.IsValue && !rules.In(last.Target).Clearable)
        {
            return new Reason(FollowUpReasons.UndoNotClearable, last.Target.ToString(), rules.Name);
        }

        return earlier.WhyNot(last, first.From)?.Reason;
    }

    // What later runs of the connection wrote to the same fields and was not undone, the newest of each.
    private static async Task<Dictionary<WrittenField, (ChangeRecord Change, int Run)>> LaterAsync(
        SyncDbContext context,
        FollowUpPlans.Earlier earlier,
        CancellationToken cancellation
    )
    {
        var rows = await (
            from change in context.Changes.AsNoTracking()
            join run in context.Runs on change.PlanId equals run.PlanId
            where
                run.ConnectionId == earlier.Connection.Id
                && run.Number > earlier.Run.Number
                && change.State == ChangeState.Confirmed
            orderby run.Number, change.Sequence
            select new { change, run.Number }
        ).ToListAsync(cancellation);
        var newest = new Dictionary<WrittenField, (ChangeRecord, int)>();
        foreach (var row in rows.Where(row => row.change.Kind == ChangeKind.Update))
        {
            newest[WrittenField.Of(row.change)] = (row.change, row.Number);
        }

        return newest;
    }
}
