using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>How the values of a pair differ, by the three-way comparison.</summary>
public enum DifferenceKind
{
    Conflict,
    ChangedInHuma,
    ChangedInXledger,
    MissingInHuma,
    MissingInXledger,
}

/// <summary>
/// One field on which a settled pair differs after normalization. <c>Allowed</c> are the sides whose value may be
/// chosen; <c>Forbidden</c> has the reason for a side whose value may not. <c>Proposed</c> is the suggestion (null:
/// none), <c>Why</c> its reason for the screen.
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
    /// <summary>Identifies the difference in decisions.</summary>
    public DifferenceKey Key => new(new HumaId(Pair.Huma.Id), Field);

    /// <summary>The places in Xledger that differ from each other; null where they agree.</summary>
    public InnerDisagreement? InsideXledger { get; init; }

    /// <summary>
    /// No rule may decide it: an e-mail that awaits confirmation still has its old value, and an undone write must not
    /// be repeated automatically.
    /// </summary>
    public bool NeedsDecision { get; init; }

    /// <summary>The same without the choice of this side, and why.</summary>
    internal Difference Without(Side side, WriteObstacle why) =>
        this with
        {
            Allowed = [.. Allowed.Where(allowed => allowed != side)],
            Forbidden = new Dictionary<Side, WriteObstacle>(Forbidden) { [side] = why },
            Proposed = Proposed == side ? null : Proposed,
        };

    /// <summary>The value of one side.</summary>
    public FieldValue ValueOf(Side side) => side == Side.Huma ? Huma : Xledger;
}

/// <summary>A Huma user and a field.</summary>
public readonly record struct DifferenceKey(HumaId Huma, Field Field);
