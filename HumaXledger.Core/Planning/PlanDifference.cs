using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning;

/// <summary>How another plan differs in one person's field.</summary>
public enum PlanDeviationKind
{
    /// <summary>The value goes the opposite way: the other system is written to.</summary>
    TurnedRound,

    /// <summary>The same system is written to, with another value before or after.</summary>
    OtherValue,

    /// <summary>Written now, but not in the shown plan.</summary>
    Added,

    /// <summary>In the shown plan, but not written now.</summary>
    Gone,
}

/// <summary>One field of one person that differs from the shown plan.</summary>
/// <param name="Kind">How it differs.</param>
/// <param name="Shown">
/// The change in the shown plan, the last where it writes the field twice; null where there was none.
/// </param>
/// <param name="Now">The change in the new plan; null where there is none.</param>
public sealed record PlanDeviation(PlanDeviationKind Kind, PlannedChange? Shown, PlannedChange? Now)
{
    /// <summary>The person's name, for the screen.</summary>
    public string PersonName => (Now ?? Shown)!.PersonName;

    /// <summary>The field in question.</summary>
    public Field Field => (Now ?? Shown)!.Field;

    // Names and ids only: values may be sensitive.
    public override string ToString() => $"{Kind} {Field}: {Shown} / {Now}";
}

/// <summary>The differences of a new plan from the one that was shown. A pure function of both.</summary>
/// <param name="Writes">By kind (opposite direction, other values, added, gone), then by person.</param>
/// <param name="UndecidedShown">The number of undecided differences in the shown plan.</param>
/// <param name="UndecidedNow">The same in the new plan.</param>
/// <param name="BlockedShown">The number of changes that could not be written in the shown plan.</param>
/// <param name="BlockedNow">The same in the new plan.</param>
/// <param name="HeldShown">The number of changes held by a guard in the shown plan.</param>
/// <param name="HeldNow">The same in the new plan.</param>
public sealed record PlanDifference(
    IReadOnlyList<PlanDeviation> Writes,
    int UndecidedShown,
    int UndecidedNow,
    int BlockedShown,
    int BlockedNow,
    int HeldShown,
    int HeldNow
)
{
    /// <summary>Compares the writes of two plans, by person and field.</summary>
    public static PlanDifference Between(SyncPlan shown, SyncPlan now)
    {
        var before = ByField(shown);
        var after = ByField(now);
        List<PlanDeviation> writes = [];
        foreach (var (key, changes) in after)
        {
            if (!before.TryGetValue(key, out var earlier))
            {
                writes.Add(new PlanDeviation(PlanDeviationKind.Added, null, changes[^1]));
            }
            else if (!changes.Select(Write.Of).SequenceEqual(earlier.Select(Write.Of)))
            {
                var kind =
                    changes[^1].Target == earlier[^1].Target
                        ? PlanDeviationKind.OtherValue
                        : PlanDeviationKind.TurnedRound;
                writes.Add(new PlanDeviation(kind, earlier[^1], changes[^1]));
            }
        }

        writes.AddRange(
            before
                .Where(one => !after.ContainsKey(one.Key))
                .Select(one => new PlanDeviation(PlanDeviationKind.Gone, one.Value[^1], null))
        );
        return new PlanDifference(
            [
                .. writes
                    .OrderBy(write => write.Kind)
                    .ThenBy(write => write.PersonName, StringComparer.Ordinal)
                    .ThenBy(write => write.Field),
            ],
            shown.Undecided.Count,
            now.Undecided.Count,
            shown.Blocked.Count,
            now.Blocked.Count,
            shown.HeldByGuard.Count,
            now.HeldByGuard.Count
        );
    }

    /// <summary>The number of deviations of one kind.</summary>
    public int Count(PlanDeviationKind kind) => Writes.Count(write => write.Kind == kind);

    private static Dictionary<(PersonRef Person, Field Field), List<PlannedChange>> ByField(SyncPlan plan) =>
        plan
            .Changes.GroupBy(change => (PersonRef.Of(change), change.Field))
            .ToDictionary(field => field.Key, field => field.ToList());

    // Sequence numbers and reasons do not affect what is written.
    private readonly record struct Write(Side Target, ChangeKind Kind, FieldValue From, FieldValue To)
    {
        public static Write Of(PlannedChange change) => new(change.Target, change.Kind, change.From, change.To);
    }
}
