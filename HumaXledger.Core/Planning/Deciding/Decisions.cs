using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>A user's choice for one difference: use this side's value, or leave both unchanged.</summary>
public enum FieldChoice
{
    UseHuma,
    UseXledger,
    Skip,
}

/// <summary>All decisions about one comparison. Rules apply only to what is not decided here.</summary>
public sealed record Decisions(
    IReadOnlyDictionary<DifferenceKey, FieldChoice> Fields,
    IReadOnlyList<MatchDecision> Matches,
    IReadOnlySet<XledgerId> AddToHuma,
    IReadOnlySet<HumaId> AddToXledger
)
{
    /// <summary>No decisions.</summary>
    public static readonly Decisions None = new(
        new Dictionary<DifferenceKey, FieldChoice>(),
        [],
        new HashSet<XledgerId>(),
        new HashSet<HumaId>()
    );

    /// <summary>Guards that an administrator confirmed by name, each for the people whom it held then.</summary>
    public IReadOnlySet<ConfirmedGuard> ConfirmedGuards { get; init; } = new HashSet<ConfirmedGuard>();

    /// <summary>The same with these choices; null takes one back.</summary>
    public Decisions With(IEnumerable<(DifferenceKey Key, FieldChoice? Choice)> choices) =>
        this with
        {
            Fields = FieldChoices.Of(Fields, choices),
        };
}
