using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma;

/// <summary>How employments are read for one connection.</summary>
/// <param name="MainPositions">The position that was chosen as a person's main one, by the person.</param>
public sealed record HumaEmployment(EmploymentRules Rules, IReadOnlyDictionary<HumaId, string> MainPositions)
{
    public static readonly HumaEmployment Default = new(EmploymentRules.Default, new Dictionary<HumaId, string>());
}
