using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>All that a comparison is made from, as it was at one moment. Stored whole, so that the same comparison can be made again anywhere.</summary>
/// <param name="HumaComplete">Whether everybody in scope was read; if not, nothing may be concluded from absence.</param>
public sealed record ComparisonInput(
    IReadOnlyList<Person> Huma,
    IReadOnlyList<Person> Xledger,
    IReadOnlyList<Link> Links,
    IReadOnlyList<Baseline> Baselines,
    Policy Policy,
    bool HumaComplete = true,
    bool XledgerComplete = true)
{
    /// <summary>What could not be read or used, record by record.</summary>
    public IReadOnlyList<ReadProblem> Problems { get; init; } = [];
}

/// <summary>What is the same and what differs. A pure function of its input and of the decisions about who is who.</summary>
public sealed partial record Comparison(ComparisonInput Input, Matches Matches, IReadOnlyList<Difference> Differences);
