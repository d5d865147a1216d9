using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// Where a comparison is now. Each value replaces the one before it; a listener may miss some and lose nothing.
/// </summary>
/// <param name="Failure">Why it stopped, when it failed.</param>
public sealed record CompareProgress(
    Guid ComparisonId,
    ComparisonState State,
    ReadCount Huma,
    ReadCount Xledger,
    bool Matching,
    Reason? Failure
)
{
    public bool Ended => State != ComparisonState.Running;
}
