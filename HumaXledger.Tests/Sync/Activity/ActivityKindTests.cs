using HumaXledger.Core.Sync.Activity;

namespace HumaXledger.Tests.Sync.Activity;

public sealed class ActivityKindTests
{
    // Without a kind the page's filter cannot find the entry.
    [Fact]
    public void Code_OfTheActivityLog_HasAKind() =>
        Assert.Empty(ActivityCodes.All.Except(Enum.GetValues<ActivityKind>().SelectMany(ActivityKinds.CodesOf)));

    [Fact]
    public void Code_OfAKind_IsOneOfTheActivityLog() =>
        Assert.Empty(Enum.GetValues<ActivityKind>().SelectMany(ActivityKinds.CodesOf).Except(ActivityCodes.All));
}
