using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

public enum DifferenceKind
{
    Conflict,
    ChangedInHuma,
    ChangedInXledger,
    MissingInHuma,
    MissingInXledger,
}

/// <summary>
/// One field on which a settled pair disagrees after normalisation. <c>Allowed</c> names the sides whose value may be
/// chosen; for a side that may not,
/// <c>Forbidden</c> says why. <c>Proposed</c> is the machine's suggestion (null: none), <c>Why</c> its reason, for a
/// person to read.
/// </summary>
public sealed record Difference(
    Pair Pair,
    Field Field,
    DifferenceKind Kind,
    FieldValue Huma,
    FieldValue Xledger,
    FieldValue Baseline,
    IReadOnlyList<Side> Allowed,
    IReadOnlyDictionary<Side, WriteObstacle> Forbidden,
    Side? Proposed,
    Reason Why
)
{
    public DifferenceKey Key => new(new HumaId(Pair.Huma.Id), Field);

    /// <summary>The places inside Xledger that disagree with each other, when they do.</summary>
    public InnerDisagreement? InsideXledger { get; init; }

    /// <summary>
    /// No rule may decide it: an e-mail that waits for confirmation still shows its old value, and what was undone by
    /// hand must not be done again by itself.
    /// </summary>
    public bool AsksAPerson { get; init; }

    /// <summary>The same without the choice of this side, and why.</summary>
    internal Difference Without(Side side, WriteObstacle why) =>
        this with
        {
            Allowed = [.. Allowed.Where(allowed => allowed != side)],
            Forbidden = new Dictionary<Side, WriteObstacle>(Forbidden) { [side] = why },
            Proposed = Proposed == side ? null : Proposed,
        };

    public FieldValue ValueOf(Side side) => side == Side.Huma ? Huma : Xledger;
}

public readonly record struct DifferenceKey(HumaId Huma, Field Field);
