using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning;

/// <summary>How one person's field is written differently by another plan.</summary>
public enum PlanDeviationKind
{
    /// <summary>The other system is written to: the value goes the opposite way.</summary>
    TurnedRound,

    /// <summary>The same system is written to, from or to another value.</summary>
    OtherValue,

    /// <summary>Written now, and not as it was shown.</summary>
    Added,

    /// <summary>Not written any longer.</summary>
    Gone,
}

/// <summary>One field of one person that is not written as it was shown.</summary>
/// <param name="Shown">As it was shown; null where nothing was to be written. Where a plan writes the field twice, the
/// last of them.</param>
/// <param name="Now">As it would be written now; null where nothing would be.</param>
public sealed record PlanDeviation(PlanDeviationKind Kind, PlannedChange? Shown, PlannedChange? Now)
{
    public string PersonName => (Now ?? Shown)!.PersonName;

    public Field Field => (Now ?? Shown)!.Field;

    // Names and ids only: values may be sensitive.
    public override string ToString() => $"{Kind} {Field}: {Shown} / {Now}";
}

/// <summary>
/// What a plan that would follow now does differently from the one that was shown. A pure function of both.
/// </summary>
/// <param name="Writes">Turned round first, then other values, added, gone; by person within each.</param>
/// <param name="UndecidedShown">Undecided differences, as shown; likewise what could not be written and what a safety
/// limit held back.</param>
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

    public int Count(PlanDeviationKind kind) => Writes.Count(write => write.Kind == kind);

    private static Dictionary<(PersonRef Person, Field Field), List<PlannedChange>> ByField(SyncPlan plan) =>
        plan
            .Changes.GroupBy(change => (PersonRef.Of(change), change.Field))
            .ToDictionary(field => field.Key, field => field.ToList());

    // The order of a plan and the reasons of its changes are no difference to what is written.
    private readonly record struct Write(Side Target, ChangeKind Kind, FieldValue From, FieldValue To)
    {
        public static Write Of(PlannedChange change) => new(change.Target, change.Kind, change.From, change.To);
    }
}
