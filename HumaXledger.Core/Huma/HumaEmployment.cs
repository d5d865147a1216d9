using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;

namespace HumaXledger.Core.Huma;

/// <summary>How employments are read for one connection.</summary>
/// <param name="Rules">How positions make up an employment.</param>
/// <param name="MainPositions">The position chosen as a person's main one, by person.</param>
/// <param name="Listed">People known to have several positions or a future event: all their positions are read.</param>
public sealed record HumaEmployment(
    EmploymentRules Rules,
    IReadOnlyDictionary<HumaId, string> MainPositions,
    IReadOnlySet<HumaId> Listed
)
{
    /// <summary>The default rules, with no choices and no known people.</summary>
    public static readonly HumaEmployment Default = new(
        EmploymentRules.Default,
        new Dictionary<HumaId, string>(),
        new HashSet<HumaId>()
    );
}
