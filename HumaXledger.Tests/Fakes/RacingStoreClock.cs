using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Tests.Fakes;

/// <summary>The store's clock is that of the test: a server's own does not race.</summary>
internal sealed class RacingStoreClock(TimeProvider clock) : IStoreClock
{
    public Task<StoreTime> NowAsync(CancellationToken cancellation) =>
        Task.FromResult(new StoreTime(clock.GetUtcNow().UtcDateTime, TimeSpan.Zero));
}
