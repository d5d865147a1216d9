using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>A person's choice for one difference: take the value of this side, or leave both as they are.</summary>
public enum FieldChoice
{
    UseHuma,
    UseXledger,
    Skip,
}

/// <summary>All that people decided about one comparison. Policies fill only what is not decided here.</summary>
public sealed record Decisions(
    IReadOnlyDictionary<DifferenceKey, FieldChoice> Fields,
    IReadOnlyList<MatchDecision> Matches,
    IReadOnlySet<XledgerId> AddToHuma,
    IReadOnlySet<HumaId> AddToXledger
)
{
    public static readonly Decisions None = new(
        new Dictionary<DifferenceKey, FieldChoice>(),
        [],
        new HashSet<XledgerId>(),
        new HashSet<HumaId>()
    );

    /// <summary>Kinds of guard that an administrator confirmed by name for this plan.</summary>
    public IReadOnlySet<GuardKind> ConfirmedGuards { get; init; } = new HashSet<GuardKind>();
}
