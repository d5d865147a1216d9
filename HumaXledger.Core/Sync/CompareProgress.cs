using HumaXledger.Core.People;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>Where a comparison is now. Each value replaces the one before it; a listener may miss some and lose nothing.</summary>
/// <param name="Failure">Why it stopped, when it failed.</param>
public sealed record CompareProgress(Guid ComparisonId, ComparisonState State, ReadCount Huma, ReadCount Xledger, bool Matching, Reason? Failure);
