using HumaXledger.Tests.Browser.ConnectionPages;
using HumaXledger.Tests.Browser.Shell;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Browser.Sync;
using HumaXledger.Tests.Portal.Hosting;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(HumaXledger.Tests.LongestFirst))]

namespace HumaXledger.Tests;

/// <summary>
/// Starts the longest collections first, so that none of them runs alone at the end. The others keep the
/// runner's mixed order: in the order of their names all browser tests would run at once.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // From the ranking in docs/testing.md.
    private static readonly string[] Longest =
    [
        nameof(CrashTests),
        nameof(ReviewCollection),
        nameof(PhaseKillTests),
        nameof(PublishedPortalTests),
        nameof(NodeFailoverTests),
        nameof(ShellTests),
        nameof(InboundCrashTests),
        nameof(CanaryTests),
        nameof(ClusterTests),
        nameof(FiguresOnPagesTests),
        nameof(SetUpTests),
        nameof(MainJobWalkTests),
        nameof(InboundTakeoverTests),
        nameof(IdempotentActBrowserTests),
        nameof(RunFollowUpTests),
        nameof(MainJobBrowserTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections
    )
        where TTestCollection : ITestCollection =>
        [
            .. testCollections
                .OrderBy(collection => Rank(collection.TestCollectionDisplayName))
                .ThenBy(collection => collection.UniqueID, StringComparer.Ordinal),
        ];

    private static int Rank(string name)
    {
        var rank = Array.FindIndex(Longest, one => name == one || name.Contains($".{one} ", StringComparison.Ordinal));
        return rank < 0 ? Longest.Length : rank;
    }
}
