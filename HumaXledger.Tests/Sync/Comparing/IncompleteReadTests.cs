using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>
/// Repeated pages do not affect a comparison; a missing one fails it, because absence is only concluded from a complete
/// read.
/// </summary>
public sealed class IncompleteReadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OutsideSystem.Xledger, "query Employees(", FaultKind.PageRepeated, ComparisonState.Complete)]
    [InlineData(OutsideSystem.Huma, "GET /huma/users?", FaultKind.PageRepeated, ComparisonState.Complete)]
    [InlineData(OutsideSystem.Xledger, "query Employees(", FaultKind.PageMissing, ComparisonState.Failed)]
    public async Task Compare_MissingPage_IsNeverTakenForMissingPeople(
        OutsideSystem system,
        string call,
        FaultKind kind,
        ComparisonState expected
    )
    {
        await using var fixture = await SyncFixture.OpenAsync(settings: ("Xledger:PageSize", "50"));
        var connection = await fixture.ConnectAsync(Cancellation);
        var whole = await fixture.TryCompareAsync(connection, Cancellation);
        fixture.World.Faults.Add(
            new FaultRule(kind)
            {
                System = system,
                Contains = call,
                FromCall = 2,
            }
        );

        var read = await fixture.TryCompareAsync(connection, Cancellation);

        Assert.Empty(fixture.World.Faults.Pending);
        Assert.Equal(expected, read.State);
        if (expected == ComparisonState.Complete)
        {
            Assert.Equal(
                (whole.HumaCount, whole.XledgerCount, whole.DifferenceCount),
                (read.HumaCount, read.XledgerCount, read.DifferenceCount)
            );
        }
        else
        {
            Assert.NotNull(read.Failure?.Code);
        }
    }
}
