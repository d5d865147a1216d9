using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Overview;

/// <summary>
/// Why each difference of a connection is still open: what runs left, what administrators and rules decided, what a
/// safety limit stopped.
/// </summary>
internal sealed class OpenCauses
{
    private readonly ILookup<(string, Field), Left> _left;
    private readonly IReadOnlyList<Left> _notAdded;
    private readonly ILookup<(string, Field), BlockedChange> _blocked;
    private readonly IReadOnlyList<BlockedChange> _blockedAdditions;
    private readonly Dictionary<(HumaId, Field), HeldValue> _held;
    private readonly HashSet<DifferenceKey> _undecided;
    private readonly Dictionary<DifferenceKey, Reason> _impossible;
    private readonly Decisions _decisions;

    // Nothing of these people is written before an administrator has answered.
    private readonly IReadOnlyDictionary<HumaId, Reason> _others;

    /// <summary>Whether a run has carried out what was decided on the comparison.</summary>
    private bool CarriedOut { get; init; }

    /// <summary>Whether the review is closed and no run is carrying it out: nothing more of it is written.</summary>
    private bool Ended { get; init; }

    /// <summary>The run that a safety limit kept changes from; null where none did.</summary>
    private Guid? StoppedBy { get; init; }

    private OpenCauses(
        IReadOnlyList<Left> left,
        IReadOnlyList<BlockedChange> blocked,
        IReadOnlyList<HeldValue> held,
        IReadOnlyDictionary<HumaId, Reason> others,
        DesiredChanges desired,
        Decisions decisions
    )
    {
        _others = others;
        _left = left.SelectMany(one => one.Keys.Select(key => (key, one))).ToLookup(one => one.key, one => one.one);
        _notAdded = [.. left.Where(one => one.Kind == ChangeKind.Create)];
        _blocked = blocked
            .Where(one => one.Field is not null)
            .SelectMany(one => Keys(one.Huma, one.Xledger, one.Field!.Value).Select(key => (key, one)))
            .ToLookup(one => one.key, one => one.one);
        _blockedAdditions = blocked;
        _held = held.ToDictionary(value => (value.HumaId, value.Field));
        _undecided = desired.Undecided.Select(difference => difference.Key).ToHashSet();
        _impossible = desired
            .Blocked.Where(one => one is { Huma: not null, Field: not null })
            .DistinctBy(one => (one.Huma, one.Field))
            .ToDictionary(one => new DifferenceKey(one.Huma!.Value, one.Field!.Value), one => one.Reason);
        _decisions = decisions;
    }

    /// <summary>Loads what decides the cause of each open difference.</summary>
    /// <param name="others">Linked people about whom is asked whether they are the same person, and why.</param>
    public static async Task<OpenCauses> LoadAsync(
        SyncDbContext context,
        Guid connectionId,
        FiguresVersion version,
        Decisions decisions,
        IReadOnlyList<HeldValue> held,
        IReadOnlyDictionary<HumaId, Reason> others,
        IReadOnlyList<Difference> differences,
        ComparisonInput rules,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        // Runs that carried out what was decided on the newest review, and whatever ran since the systems were read.
        var runs = await (
            from run in context.Runs
            join plan in context.Plans on run.PlanId equals plan.Id
            where
                run.ConnectionId == connectionId
                && (
                    (plan.ComparisonId == version.Review && plan.Origin != PlanOrigin.FromHuma)
                    || run.CreatedAt > version.StartedAt
                )
            orderby run.Number
            select new
            {
                run.Id,
                run.FinishedAt,
                plan.Origin,
                PlanId = plan.Id,
                plan.ComparisonId,
                plan.HeldByGuardCount,
            }
        ).ToListAsync(cancellation);
        var plans = runs.ToDictionary(run => run.PlanId);
        var ids = plans.Keys.ToList();
        var rows = await context
            .Changes.AsNoTracking()
            .Where(change =>
                ids.Contains(change.PlanId)
                && change.State != ChangeState.Undone
                && (
                    change.State != ChangeState.Confirmed
                    || (
                        (
                            change.Cause == ChangeCause.Undo
                            || context.Plans.Any(plan => plan.Id == change.PlanId && plan.Origin == PlanOrigin.Undo)
                        )
                        && !context.Changes.Any(later =>
                            later.Id > change.Id
                            && later.HumaId == change.HumaId
                            && later.XledgerId == change.XledgerId
                            && later.Field == change.Field
                            && later.State == ChangeState.Confirmed
                        )
                    )
                )
                && !context.Changes.Any(later => later.EarlierId == change.Id && later.RunId != null)
            )
            .OrderBy(change => change.Id)
            .Select(change => new
            {
                change.Id,
                change.PlanId,
                change.Target,
                change.Kind,
                change.HumaId,
                change.XledgerId,
                change.Field,
                change.State,
                change.Reason,
            })
            .ToListAsync(cancellation);
        var comparisons = runs.Select(run => run.ComparisonId).Distinct().ToList();
        var answers = await context
            .Decisions.Where(row =>
                comparisons.Contains(row.ComparisonId)
                && row.Kind == DecisionKind.Held
                && row.Choice == FieldChoice.Skip
            )
            .Select(row => row.Subject)
            .ToListAsync(cancellation);
        var leave = answers.Select(subject => long.Parse(subject, CultureInfo.InvariantCulture)).ToHashSet();
        var left = rows.Where(row =>
                plans[row.PlanId].FinishedAt is not null
                || row.State is not (ChangeState.Planned or ChangeState.Sending)
            )
            .Select(row => new Left(
                row.Target,
                row.Kind,
                row.HumaId,
                row.XledgerId,
                row.Field,
                leave.Contains(row.Id) ? OpenCause.LeftAsDecided : CauseOf(row.State),
                row.State is ChangeState.Confirmed or ChangeState.Planned ? null : row.Reason,
                plans[row.PlanId].Id
            ))
            .ToList();
        var reviewed = runs.LastOrDefault(run =>
            run.ComparisonId == version.Review && run.Origin is PlanOrigin.Reviewed or PlanOrigin.Rest
        );
        var blocked = reviewed is null
            ? []
            : await context
                .Plans.AsNoTracking()
                .Where(plan => plan.Id == reviewed.PlanId)
                .Select(plan => plan.Blocked)
                .SingleAsync(cancellation);

        var stopped = reviewed is { HeldByGuardCount: > 0 };
        var ended =
            version.State == ComparisonState.Closed
            && !runs.Exists(run =>
                run.FinishedAt is null && run.ComparisonId == version.ComparisonId && run.Origin != PlanOrigin.FromHuma
            );
        var known = differences.Select(difference => difference.Key).ToHashSet();
        var asDecided = decisions with
        {
            // What a limit stopped is still told as that.
            Fields = decisions
                .Fields.Where(choice => known.Contains(choice.Key))
                .Where(choice => !ended || stopped || choice.Value == FieldChoice.Skip)
                .ToDictionary(),
        };
        // The rules alone are asked; people and values were compared before.
        var desired = DesiredChanges.From(
            new Comparison(rules, new Matching.Matches([], [], [], []), differences),
            asDecided,
            today
        );
        return new OpenCauses(left, blocked, held, others, desired, decisions)
        {
            CarriedOut = reviewed is not null && version.Review == version.ComparisonId,
            StoppedBy = stopped ? reviewed!.Id : null,
            Ended = ended,
        };
    }

    /// <summary>The difference with its cause.</summary>
    public OpenDifference Of(Difference difference)
    {
        var (huma, xledger) = (difference.Pair.Link.Huma, difference.Pair.Link.Xledger);
        var (cause, reason, run) = CauseOf(difference, huma, xledger);
        return new OpenDifference(
            huma,
            xledger,
            difference.Pair.Huma.DisplayName,
            difference.Field,
            difference.Huma,
            difference.Xledger,
            difference.Kind,
            cause,
            reason,
            run
        );
    }

    /// <summary>People who were chosen to be added, and who are still in one system only.</summary>
    public IEnumerable<OpenDifference> NotAdded(IReadOnlyList<KnownPerson> people)
    {
        foreach (
            var person in people
                .Where(person => person.Huma is null || person.Xledger is null)
                .Where(person => !person.NeedsAnswer && person.LeftOut is null)
        )
        {
            HumaId? huma = person.Huma is { } user ? new HumaId(user.Id) : null;
            XledgerId? xledger = person.Xledger is { } employee ? new XledgerId(employee.Id) : null;
            var tried = _notAdded.LastOrDefault(one => Is(one.Huma, one.Xledger, one.Target));
            var blocked = _blockedAdditions.FirstOrDefault(one => Is(one.Huma, one.Xledger, one.Target));
            var chosen =
                (CarriedOut || !Ended)
                && (
                    huma is { } one
                        ? _decisions.AddToXledger.Contains(one)
                        : _decisions.AddToHuma.Contains(xledger!.Value)
                );
            if (tried is not null || blocked is not null || chosen)
            {
                var cause =
                    tried is not null || blocked is not null ? OpenCause.NotAdded
                    : !CarriedOut ? OpenCause.Decided
                    : StoppedBy is not null ? OpenCause.StoppedByLimit
                    : OpenCause.NotAdded;
                yield return new OpenDifference(
                    huma,
                    xledger,
                    person.Record.DisplayName,
                    null,
                    FieldValue.NotKnown,
                    FieldValue.NotKnown,
                    null,
                    cause,
                    tried?.Reason ?? blocked?.Reason,
                    tried?.Run ?? (cause == OpenCause.StoppedByLimit ? StoppedBy : null)
                );
            }

            // The record that is there, and the system that it was to be added to.
            bool Is(HumaId? ofHuma, XledgerId? ofXledger, Side target) =>
                huma is { } there
                    ? target == Side.Xledger && ofHuma == there
                    : target == Side.Huma && ofXledger == xledger;
        }
    }

    private (OpenCause Cause, Reason? Reason, Guid? Run) CauseOf(Difference difference, HumaId huma, XledgerId xledger)
    {
        if (_others.TryGetValue(huma, out var asked))
        {
            return (OpenCause.AwaitingApproval, asked, null);
        }

        if (_held.TryGetValue((huma, difference.Field), out var held))
        {
            return held.State switch
            {
                HeldValueState.Open => (OpenCause.AwaitingApproval, null, null),
                HeldValueState.Left => (OpenCause.LeftAsDecided, null, null),
                _ => (OpenCause.Decided, null, null),
            };
        }

        // A person is named by either id in the journal of a run that added them.
        var left = Keys(huma, xledger, difference.Field).SelectMany(key => _left[key]).LastOrDefault();
        if (left is { Cause: not OpenCause.Undone })
        {
            return (left.Cause, left.Reason, left.Run);
        }

        if (_decisions.Fields.GetValueOrDefault(difference.Key, FieldChoice.UseHuma) == FieldChoice.Skip)
        {
            return (OpenCause.LeftAsDecided, null, null);
        }

        if (Keys(huma, xledger, difference.Field).SelectMany(key => _blocked[key]).FirstOrDefault() is { } blocked)
        {
            return (OpenCause.NotWritable, blocked.Reason, null);
        }

        return _impossible.TryGetValue(difference.Key, out var why) ? (OpenCause.NotWritable, why, null)
            : left is not null ? (OpenCause.Undone, left.Reason, left.Run)
            : _undecided.Contains(difference.Key) ? (OpenCause.Undecided, null, null)
            : CarriedOut && StoppedBy is { } run ? (OpenCause.StoppedByLimit, null, run)
            : (OpenCause.Decided, null, null);
    }

    private static OpenCause CauseOf(ChangeState state) =>
        state switch
        {
            ChangeState.Failed => OpenCause.Failed,
            ChangeState.Refused => OpenCause.Refused,
            ChangeState.Held => OpenCause.Held,
            ChangeState.AwaitingConfirmation => OpenCause.AwaitingConfirmation,
            ChangeState.Confirmed => OpenCause.Undone,
            _ => OpenCause.NotReached,
        };

    private static IEnumerable<(string, Field)> Keys(HumaId? huma, XledgerId? xledger, Field field)
    {
        if (huma is { } user)
        {
            yield return ($"h-{user.Value}", field);
        }

        if (xledger is { } employee)
        {
            yield return ($"x-{employee.Value}", field);
        }
    }

    /// <summary>A change that a run left.</summary>
    private sealed record Left(
        Side Target,
        ChangeKind Kind,
        HumaId? Huma,
        XledgerId? Xledger,
        Field Field,
        OpenCause Cause,
        Reason? Reason,
        Guid Run
    )
    {
        public IEnumerable<(string, Field)> Keys => OpenCauses.Keys(Huma, Xledger, Field);
    }
}
