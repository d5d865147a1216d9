using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma;

/// <summary>How employments are read for one connection.</summary>
/// <param name="MainPositions">The position that was chosen as a person's main one, by the person.</param>
/// <param name="Listed">People of whom it is known that they have several positions or a date to come: all their
/// positions are read.</param>
public sealed record HumaEmployment(
    EmploymentRules Rules,
    IReadOnlyDictionary<HumaId, string> MainPositions,
    IReadOnlySet<HumaId> Listed
)
{
    public static readonly HumaEmployment Default = new(
        EmploymentRules.Default,
        new Dictionary<HumaId, string>(),
        new HashSet<HumaId>()
    );
}
