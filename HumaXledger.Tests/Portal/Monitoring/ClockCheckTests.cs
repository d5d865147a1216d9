using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>The clock of a node beside the one of a real PostgreSQL.</summary>
public sealed class ClockCheckTests(PostgresStore store) : IClassFixture<PostgresStore>
{
    [Theory]
    [InlineData(0, HealthStatus.Healthy)]
    [InlineData(60, HealthStatus.Degraded)]
    [InlineData(-60, HealthStatus.Degraded)]
    public async Task Check_OfANodeWhoseClockIsOff_Warns(int seconds, HealthStatus expected)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var clock = new StoreClock(
            store.Get<IDbContextFactory<SyncDbContext>>(),
            store.Connection,
            new ShiftedClock(TimeSpan.FromSeconds(seconds))
        );

        Assert.InRange((await clock.NowAsync(cancellation)).Ahead.TotalSeconds + seconds, -1, 1);
        Assert.Equal(expected, (await new ClockCheck(clock).CheckHealthAsync(new(), cancellation)).Status);
    }

    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
