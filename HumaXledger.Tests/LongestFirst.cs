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
    // By the seconds in docs/testing.md. Those that start processes wait most of their time: they begin when the portal
    // is published, each beside one that uses the processor.
    private static readonly string[] Longest =
    [
        nameof(ReviewCollection),
        nameof(MainJobWalkTests),
        nameof(FiguresOnPagesTests),
        nameof(CanaryTests),
        nameof(CrashTests),
        nameof(PhaseKillTests),
        nameof(SetUpTests),
        nameof(ClusterTests),
        nameof(IdempotentActBrowserTests),
        nameof(NodeFailoverTests),
        nameof(ShellTests),
        nameof(InboundCrashTests),
        nameof(AccessTests),
        nameof(InboundTakeoverTests),
        nameof(RunFollowUpTests),
        nameof(StartRefusalTests),
        nameof(MainJobBrowserTests),
        nameof(SharedTasksTests),
        nameof(SettingsTests),
        nameof(PublishedPortalTests),
        nameof(HealthPageTests),
        nameof(UnfitNodesTests),
        nameof(ReviewKeyboardTests),
        nameof(ReconnectTests),
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
