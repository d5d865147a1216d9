using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync;

/// <summary>The main job from set-up to result, without a screen.</summary>
public sealed class MainJobTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sync_EverythingDecided_LeavesOnlyTheReportedDifferences()
    {
        await using var fixture = await SyncFixture.OpenAsync(log: LogLevel.Trace);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.DecideEverythingAsync(
            await fixture.CompareAsync(connection, Cancellation),
            Cancellation
        );

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal((RunState.Completed, 0), (report.Run.State, report.NotReached));
        Assert.NotEmpty(report.Added(Side.Huma));
        Assert.NotEmpty(report.Added(Side.Xledger));
        Assert.InRange(
            report.Run.XledgerRequests,
            report.Plan.Forecast.XledgerRequests * 0.9,
            report.Plan.Forecast.XledgerRequests * 1.1
        );
        Assert.InRange(
            report.Run.HumaRequests,
            report.Plan.Forecast.HumaRequests * 0.9,
            report.Plan.Forecast.HumaRequests * 1.1
        );
        Assert.Equal(0, fixture.World.Meter.ThisMonth.OverLimit);
        var confirmed = report
            .People.SelectMany(person => person.In(ChangeState.Confirmed))
            .Select(change => new DifferenceKey(change.HumaId!.Value, change.Field))
            .ToHashSet();
        var again = await fixture.CompareAsync(connection, Cancellation);
        Assert.DoesNotContain(again.Comparison.Differences, difference => confirmed.Contains(difference.Key));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }
}
