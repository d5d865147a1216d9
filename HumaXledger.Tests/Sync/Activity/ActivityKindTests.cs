using HumaXledger.Core.Sync.Activity;

namespace HumaXledger.Tests.Sync.Activity;

public sealed class ActivityKindTests
{
    // Without a kind an entry could not be found by the page's filter.
    [Fact]
    public void Code_OfTheActivityLog_HasAKind() =>
        Assert.Empty(ActivityCodes.All.Except(Enum.GetValues<ActivityKind>().SelectMany(ActivityKinds.CodesOf)));

    [Fact]
    public void Code_OfAKind_IsOneOfTheActivityLog() =>
        Assert.Empty(Enum.GetValues<ActivityKind>().SelectMany(ActivityKinds.CodesOf).Except(ActivityCodes.All));
}
