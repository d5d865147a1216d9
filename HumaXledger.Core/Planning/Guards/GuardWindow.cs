using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Guards;

/// <summary>
/// The people whom unreviewed plans have written recently, by guard. Guards count them together with the current plan,
/// so that many small plans are limited like one large plan.
/// </summary>
/// <param name="Span">The length of the window, ending now.</param>
/// <param name="Factor">The multiple of a guard's limit that is allowed within it.</param>
/// <param name="People">Without those whose plan was confirmed.</param>
public sealed record GuardWindow(
    TimeSpan Span,
    int Factor,
    IReadOnlyDictionary<GuardKind, IReadOnlySet<PersonKey>> People
)
{
    internal GuardLimit Scaled(GuardLimit limit) => new(limit.Count * Factor, limit.Percent * Factor);
}
