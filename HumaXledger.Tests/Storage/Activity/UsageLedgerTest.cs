using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Storage.Activity;

public sealed class UsageLedgerOnSqliteTest(SqliteStore store) : UsageLedgerTest<SqliteStore>(store);

public sealed class UsageLedgerOnPostgresTest(PostgresStore store) : UsageLedgerTest<PostgresStore>(store);

public abstract class UsageLedgerTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private readonly UsageLedger _ledger = store.Get<UsageLedger>();
    private readonly string _token = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Usage_CountedByFourMetersAtOnce_IsTheirSum()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        await using var meter = _ledger.Meter(_token);
                        for (var request = 0; request < 25; request++)
                        {
                            meter.Count(Side.Xledger, 10, 1_000);
                            await meter.FlushAsync();
                        }

                        meter.Count(Side.Huma, 1, 1);
                    })
                )
        );

        var xledger = await _ledger.ReadAsync(_token, Side.Xledger);
        Assert.Equal((100, 1_000, 100_000), (xledger.Requests, xledger.BytesUp, xledger.BytesDown));
        Assert.Equal(4, (await _ledger.ReadAsync(_token, Side.Huma)).Requests);
        Assert.Equal(0, (await _ledger.ReadAsync("somebody else", Side.Xledger)).Requests);
    }

    [Fact]
    public async Task Usage_AcrossTheEndOfTheMonthInUtc_IsCountedPerMonth()
    {
        var meter = _ledger.Meter(_token);
        store.Clock.Now = new DateTimeOffset(2026, 2, 1, 0, 30, 0, TimeSpan.FromHours(1));
        meter.Count(Side.Xledger, 1, 1);
        store.Clock.Now = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);
        meter.Count(Side.Xledger, 1, 1);
        meter.Count(Side.Xledger, 1, 1);
        await meter.FlushAsync();
        store.Clock.Now = TestStore.Start;

        Assert.Equal(1, (await _ledger.ReadAsync(_token, Side.Xledger, 202601)).Requests);
        Assert.Equal(2, (await _ledger.ReadAsync(_token, Side.Xledger, 202602)).Requests);
    }

    [Fact]
    public async Task Usage_NotSaved_IsAddedNextTime()
    {
        var meter = _ledger.Meter(_token);
        meter.Count(Side.Xledger, 5, 50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            meter.FlushAsync(new CancellationToken(canceled: true))
        );
        meter.Count(Side.Xledger, 5, 50);
        await meter.FlushAsync();

        Assert.Equal(
            (2, 10),
            (
                (await _ledger.ReadAsync(_token, Side.Xledger)).Requests,
                (await _ledger.ReadAsync(_token, Side.Xledger)).BytesUp
            )
        );
    }
}
