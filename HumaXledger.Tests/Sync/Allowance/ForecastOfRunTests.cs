using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Connections;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Allowance;

/// <summary>The review's forecast compared with what the clients counted.</summary>
public sealed class ForecastOfRunTests(ITestOutputHelper output)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forecast_BytesOfBothSystems_AreNearWhatTheRunUsed()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.DecideEverythingAsync(
            await fixture.CompareAsync(connection, Cancellation),
            Cancellation
        );
        var forecast = session.Preview.Forecast;
        var before = await UsedAsync(fixture);

        await fixture.ApplyAsync(session, Cancellation);

        var after = await UsedAsync(fixture);
        Near("Xledger, sent", forecast.XledgerBytesUp, after[Side.Xledger].BytesUp - before[Side.Xledger].BytesUp);
        Near(
            "Xledger, received",
            forecast.XledgerBytesDown,
            after[Side.Xledger].BytesDown - before[Side.Xledger].BytesDown
        );
        Near("Huma, sent", forecast.HumaBytesUp, after[Side.Huma].BytesUp - before[Side.Huma].BytesUp);
        Near("Huma, received", forecast.HumaBytesDown, after[Side.Huma].BytesDown - before[Side.Huma].BytesDown);
        Assert.Equal(forecast.Seconds, forecast.XledgerSeconds + forecast.HumaSeconds, 0.11);
    }

    // The number of bytes depends on the values; within a factor of one and a half the forecast is still useful.
    private void Near(string what, long forecast, long used)
    {
        output.WriteLine($"{what}: {forecast} forecast, {used} used");
        Assert.InRange(forecast, used * 0.6, used * 1.6);
    }

    private static async Task<Dictionary<Side, UsageRecord>> UsedAsync(SyncFixture fixture)
    {
        await using var store = fixture.Store();
        return await store.Usage.AsNoTracking().ToDictionaryAsync(used => used.Side, Cancellation);
    }
}
