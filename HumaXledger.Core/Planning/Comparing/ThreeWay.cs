using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// What the truth table says of one field of one pair. <c>Proposed</c> is the side whose value the machine would take;
/// null where it has no opinion.
/// </summary>
public readonly record struct Judgement(DifferenceKind Kind, Side? Proposed, string Code);

/// <summary>
/// The one place that judges a field by what was last agreed, what Huma holds and what Xledger holds.
/// </summary>
public static class ThreeWay
{
    private enum Since
    {
        /// <summary>The field was never confirmed to be equal, so nobody can be said to have changed it.</summary>
        NeverAgreed,
        Stayed,
        Moved,
    }

    /// <summary>
    /// The verdict, or null where there is no difference. The baseline is unknown where the field was never agreed.
    /// </summary>
    public static Judgement? Judge(NormalizedValue baseline, NormalizedValue huma, NormalizedValue xledger) =>
        (huma.State, xledger.State, Moved(baseline, huma), Moved(baseline, xledger)) switch
        {
            // What cannot be seen is not judged, and never taken for empty.
            (ValueState.Unknown, _, _, _) => null,
            (_, ValueState.Unknown, _, _) => null,

            // Equal now: no difference, also when both changed to the same.
            _ when huma == xledger => null,

            // Agreed before: the side that moved is the one that knows something new.
            (_, _, Since.Moved, Since.Stayed) => new(
                DifferenceKind.ChangedInHuma,
                Side.Huma,
                PlanningReasons.ChangedInHuma
            ),
            (_, _, Since.Stayed, Since.Moved) => new(
                DifferenceKind.ChangedInXledger,
                Side.Xledger,
                PlanningReasons.ChangedInXledger
            ),
            (_, _, Since.Moved, Since.Moved) => new(DifferenceKind.Conflict, null, PlanningReasons.BothChanged),

            // Never agreed: filling a gap is the only thing worth proposing.
            (ValueState.Empty, ValueState.Value, _, _) => new(
                DifferenceKind.MissingInHuma,
                Side.Xledger,
                PlanningReasons.MissingInHuma
            ),
            (ValueState.Value, ValueState.Empty, _, _) => new(
                DifferenceKind.MissingInXledger,
                Side.Huma,
                PlanningReasons.MissingInXledger
            ),
            _ => new(DifferenceKind.Conflict, null, PlanningReasons.NeverAgreed),
        };

    private static Since Moved(NormalizedValue baseline, NormalizedValue now) =>
        baseline.State == ValueState.Unknown ? Since.NeverAgreed
        : now == baseline ? Since.Stayed
        : Since.Moved;
}
