using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Guards;

/// <summary>
/// Whom plans that nobody reviewed have written lately, by what each guard watches. A guard that watches a plan counts
/// them too, so that many small plans cannot do what one must not.
/// </summary>
/// <param name="Span">How far it reaches back.</param>
/// <param name="Factor">So many times a guard's limit is allowed within it.</param>
/// <param name="People">Without whom somebody confirmed.</param>
public sealed record GuardWindow(
    TimeSpan Span,
    int Factor,
    IReadOnlyDictionary<GuardKind, IReadOnlySet<PersonKey>> People
)
{
    internal GuardLimit Scaled(GuardLimit limit) => new(limit.Count * Factor, limit.Percent * Factor);
}
