using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The outcome of a three-way comparison of one field of one pair. <c>Proposed</c> is the side whose value is
/// suggested; null for no suggestion.
/// </summary>
public readonly record struct Judgement(DifferenceKind Kind, Side? Proposed, string Code);

/// <summary>The three-way comparison of a field: its baseline, Huma's value and Xledger's value.</summary>
public static class ThreeWay
{
    private enum Since
    {
        /// <summary>There is no baseline, so it is unknown which side changed.</summary>
        NeverAgreed,
        Stayed,
        Moved,
    }

    /// <summary>
    /// The outcome, or null where there is no difference. The baseline is unknown where the field never agreed.
    /// </summary>
    public static Judgement? Judge(NormalizedValue baseline, NormalizedValue huma, NormalizedValue xledger) =>
        (huma.State, xledger.State, Moved(baseline, huma), Moved(baseline, xledger)) switch
        {
            // Unreadable values are not compared, and never treated as empty.
            (ValueState.Unknown, _, _, _) => null,
            (_, ValueState.Unknown, _, _) => null,

            // Equal now: no difference, also where both changed to the same value.
            _ when huma == xledger => null,

            // Agreed before: the side that changed has the newer value.
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

            // Never agreed: only filling an empty field is proposed.
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
