using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Checks;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning;

/// <summary>
/// The immutable list of writes that follows from a comparison and its decisions. Deterministic: same input, same plan,
/// same fingerprint.
/// </summary>
/// <param name="Changes">Exactly what a run writes, in order.</param>
/// <param name="Blocked">Desired writes that cannot be made, with the reason.</param>
/// <param name="Undecided">Differences without decision or rule; they stay.</param>
/// <param name="HeldByGuard">Changes that a tripped guard holds back, and those that depend on them.</param>
/// <param name="Guards">The evaluated guards.</param>
/// <param name="Forecast">The expected cost of the run.</param>
/// <param name="Fingerprint">
/// SHA-256 in lower-case hex over what the plan was decided on; of a review, followed by <c>.</c> and
/// <see cref="AnswersOf"/>.
/// </param>
public sealed partial record SyncPlan(
    IReadOnlyList<PlannedChange> Changes,
    IReadOnlyList<BlockedChange> Blocked,
    IReadOnlyList<Difference> Undecided,
    IReadOnlyList<PlannedChange> HeldByGuard,
    IReadOnlyList<GuardResult> Guards,
    Forecast Forecast,
    string Fingerprint
)
{
    /// <summary>Warnings about planned and held changes, and about values that can still be chosen.</summary>
    public IReadOnlyList<PlanWarning> Warnings { get; init; } = [];

    /// <summary>The plan of a comparison and its decisions.</summary>
    /// <param name="today">For the checks of dates and identity numbers.</param>
    /// <param name="lastHumaCount">
    /// The number of people in Huma at the last comparison; null where there was none.
    /// </param>
    /// <param name="lastXledgerCount">The same for Xledger.</param>
    public static SyncPlan Make(
        Comparison comparison,
        Decisions decisions,
        GuardSettings guards,
        DateOnly today,
        int? lastHumaCount,
        int? lastXledgerCount,
        ForecastModel model
    )
    {
        var desired = DesiredChanges.From(comparison, decisions, today);
        var additions = Additions.From(comparison, decisions, today);
        var plan = Checked(
            comparison,
            [.. desired.Changes, .. additions.Changes],
            [.. desired.Blocked, .. additions.Blocked],
            desired.Undecided,
            guards,
            guard => guard.Tripped && decisions.ConfirmedGuards.Contains(ConfirmedGuard.Of(guard)),
            today,
            lastHumaCount,
            lastXledgerCount,
            [],
            model
        );
        return plan.Answering(
            AnswersOf(
                decisions.Matches,
                plan.Guards.Any(guard => guard is { Kind: GuardKind.OtherPerson, Confirmed: true })
            )
        );
    }

    /// <summary>
    /// SHA-256 in lower-case hex over what a review answered beside the values: who is who, and whether people who look
    /// like others were confirmed. Links are made by it, also where nothing is written.
    /// </summary>
    public static string AnswersOf(IReadOnlyList<MatchDecision> matches, bool othersConfirmed)
    {
        using var print = new Fingerprint();
        print.Add(othersConfirmed ? 1 : 0);
        foreach (
            var match in matches
                .Distinct()
                .OrderBy(match => match.Huma.Value, StringComparer.Ordinal)
                .ThenBy(match => match.Xledger?.Value, StringComparer.Ordinal)
        )
        {
            print.Add(match.Huma.Value);
            print.Add(match.Xledger?.Value);
        }

        return print.Finish();
    }

    /// <summary>
    /// What <see cref="AnswersOf"/> was when a plan with this fingerprint was made; null where it follows from no
    /// review.
    /// </summary>
    public static string? AnswersIn(string? fingerprint) =>
        StoredFingerprint.FingerprintIn(fingerprint)?.Split('.') is [_, var answers] ? answers : null;

    private SyncPlan Answering(string? answers) =>
        answers is null ? this : this with { Fingerprint = $"{Fingerprint}.{answers}" };

    /// <summary>
    /// A plan of given writes instead of those from decisions, with the same checks, guards and order.
    /// </summary>
    /// <param name="comparison">What both systems hold, as far as it is known.</param>
    /// <param name="wanted">Unnumbered changes of people whom the comparison knows.</param>
    /// <param name="impossible">What was wanted too and is known to be impossible already.</param>
    /// <param name="windows">What was written lately and counts too; none for a plan that is reviewed.</param>
    public static SyncPlan Of(
        Comparison comparison,
        IReadOnlyList<PlannedChange> wanted,
        IReadOnlyList<BlockedChange> impossible,
        IReadOnlySet<GuardKind> confirmed,
        GuardSettings guards,
        DateOnly today,
        ForecastModel model,
        params IReadOnlyList<GuardWindow> windows
    ) =>
        Checked(
            comparison,
            [.. wanted],
            [.. impossible],
            [],
            guards,
            guard => confirmed.Contains(guard.Kind),
            today,
            lastHumaCount: null,
            lastXledgerCount: null,
            windows,
            model
        );

    /// <summary>A plan of changes that an earlier plan has checked, in the given order.</summary>
    internal static SyncPlan OfReviewed(IReadOnlyList<PlannedChange> changes, ForecastModel model) =>
        new(changes, [], [], [], [], Forecast.Of(changes, model), FingerprintOf(changes, [], [], [], []));

    /// <summary>
    /// The part of this plan that concerns these people, in the same order, with the guards of the whole plan.
    /// </summary>
    /// <param name="known">The people that the plan was made of, for its forecast.</param>
    internal SyncPlan Only(Func<PersonRef, bool> people, ForecastModel model, Rosters? known = null)
    {
        var changes = Changes
            .Where(change => people(PersonRef.Of(change)))
            .Select((change, index) => change with { Sequence = index + 1 })
            .ToList();
        var held = HeldByGuard
            .Where(change => people(PersonRef.Of(change)))
            .Select((change, index) => change with { Sequence = changes.Count + index + 1 })
            .ToList();
        var blocked = Blocked.Where(one => PersonRef.Of(one) is not { } person || people(person)).ToList();
        var undecided = Undecided.Where(difference => people(PersonRef.Of(difference))).ToList();
        return new SyncPlan(
            changes,
            blocked,
            undecided,
            held,
            Guards,
            Forecast.Of(changes, model, known),
            FingerprintOf(changes, blocked, undecided, held, Guards)
        )
        {
            Warnings = [.. Warnings.Where(warning => people(PersonRef.Of(warning.Huma, warning.Xledger)!.Value))],
        }.Answering(AnswersIn(Fingerprint));
    }

    private static SyncPlan Checked(
        Comparison comparison,
        List<PlannedChange> wanted,
        List<BlockedChange> blocked,
        List<Difference> undecided,
        GuardSettings guards,
        Func<GuardResult, bool> confirmed,
        DateOnly today,
        int? lastHumaCount,
        int? lastXledgerCount,
        IReadOnlyList<GuardWindow> windows,
        ForecastModel model
    )
    {
        var validation = new Validation(comparison.Rosters, today);
        var refused = new List<(PlannedChange Change, Reason Reason)>();
        var sound = validation.Sound(wanted, refused);
        blocked.AddRange(refused.Select(one => Blocking(one.Change, one.Reason)));

        var results = Guarding.Evaluate(sound, comparison, guards, confirmed, lastHumaCount, lastXledgerCount, windows);
        var (kept, held) = Hold(sound, results, validation, comparison);
        var changes = ChangeOrder.Of(kept, comparison.Rosters);
        var heldInOrder = ChangeOrder.OfHeld(held, changes.Count + 1);
        blocked.Sort(Compare);
        return new SyncPlan(
            changes,
            blocked,
            undecided,
            heldInOrder,
            results,
            Forecast.Of(changes, model with { Today = today }, comparison.Rosters),
            FingerprintOf(changes, blocked, undecided, heldInOrder, results)
        )
        {
            Warnings = Warning.Of(comparison, sound, today),
        };
    }

    private static (List<PlannedChange> Kept, List<PlannedChange> Held) Hold(
        List<PlannedChange> sound,
        List<GuardResult> results,
        Validation validation,
        Comparison comparison
    )
    {
        var holding = results.Where(result => result.Holds).Select(result => result.Kind).ToArray();
        if (holding.Length == 0)
        {
            return (sound, []);
        }

        var held = sound.FindAll(IsHeld);

        // Changes that depend on a held one are held too.
        var dependent = new List<(PlannedChange Change, Reason Reason)>();
        var kept = validation.Sound(sound.FindAll(change => !IsHeld(change)), dependent);
        return (kept, [.. held, .. dependent.Select(one => one.Change)]);

        bool IsHeld(PlannedChange change) => Array.Exists(holding, kind => Guarding.Watches(kind, change, comparison));
    }

    private static BlockedChange Blocking(PlannedChange change, Reason reason) =>
        new(
            change.Target,
            change.Huma,
            change.Xledger,
            change.PersonName,
            change.Field,
            WriteObstacle.Correctable(reason)
        );

    private static int Compare(BlockedChange one, BlockedChange other)
    {
        var target = ((int)one.Target).CompareTo((int)other.Target);
        var huma = target != 0 ? target : string.CompareOrdinal(one.Huma?.Value, other.Huma?.Value);
        var xledger = huma != 0 ? huma : string.CompareOrdinal(one.Xledger?.Value, other.Xledger?.Value);
        var field = xledger != 0 ? xledger : Nullable.Compare(one.Field, other.Field);
        return field != 0 ? field : Reason.Compare(one.Reason, other.Reason);
    }

    private static string FingerprintOf(
        IReadOnlyList<PlannedChange> changes,
        IReadOnlyList<BlockedChange> blocked,
        IReadOnlyList<Difference> undecided,
        IReadOnlyList<PlannedChange> held,
        IReadOnlyList<GuardResult> guards
    )
    {
        using var print = new Fingerprint();
        foreach (var list in new[] { changes, held })
        {
            print.Add(list.Count);
            foreach (var change in list)
            {
                print.Add(((int)change.Target * 2) + (int)change.Kind);
                print.Add(change.Huma?.Value);
                print.Add(change.Xledger?.Value);
                print.Add((int)change.Field);
                print.Add(change.From);
                print.Add(change.To);
            }
        }

        print.Add(undecided.Count);
        foreach (var difference in undecided)
        {
            print.Add(difference.Pair.Huma.Id);
            print.Add(difference.Pair.Xledger.Id);
            print.Add((int)difference.Field);
            print.Add(difference.Huma);
            print.Add(difference.Xledger);
        }

        print.Add(blocked.Count);
        foreach (var one in blocked)
        {
            print.Add((int)one.Target);
            print.Add(one.Huma?.Value);
            print.Add(one.Xledger?.Value);
            print.Add(one.Field is { } field ? (int)field : -1);
            print.Add(one.Reason);
        }

        foreach (var guard in guards)
        {
            print.Add((int)guard.Kind);
            print.Add(guard.Count);
            print.Add(guard.Percent);
            print.Add(guard.Holds ? 1 : 0);
        }

        return print.Finish();
    }
}
