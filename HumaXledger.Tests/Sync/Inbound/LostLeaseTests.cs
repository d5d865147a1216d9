using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>A batch whose node can no longer be sure of the lease ends before another node has it.</summary>
public sealed class LostLeaseTests(PostgresStore store) : IClassFixture<PostgresStore>
{
    private readonly FakeTimeProvider _clock = new();

    private static TimeSpan Renewal => WorkLeases.Lasts / 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lease_AnotherNodeHasIt_EndsTheBatchAtTheNextRenewal()
    {
        var connection = await store.AddConnectionAsync();
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        var (own, other) = (new WorkLeases(contexts), new WorkLeases(contexts));
        Assert.True(await own.TakeAsync(connection, Cancellation));
        var holding = Holding(own, connection);
        await using (var context = store.Open())
        {
            await context.Leases.ExecuteUpdateAsync(
                set => set.SetProperty(lease => lease.Until, DateTime.UnixEpoch),
                Cancellation
            );
        }

        Assert.True(await other.TakeAsync(connection, Cancellation));

        _clock.Advance(Renewal);

        Assert.Same(BatchResult.Nothing, await holding.WaitAsync(Until.Patience, Cancellation));
    }

    [Fact]
    public async Task Database_AwayForTheLengthOfALease_EndsTheBatch()
    {
        using var away = new AwayStore();
        var holding = Holding(new WorkLeases(away), Guid.NewGuid());

        _clock.Advance(Renewal);
        await away.AskedAsync();
        Assert.False(holding.IsCompleted);
        await Until.SoAsync(() =>
        {
            _clock.Advance(Renewal);
            return holding.IsCompleted;
        });

        Assert.Same(BatchResult.Nothing, await holding.WaitAsync(Until.Patience, Cancellation));
    }

    [Fact]
    public async Task Process_Ends_BatchIsCancelledAndTheLeaseKeptUntilItHasEnded()
    {
        var connection = await store.AddConnectionAsync();
        var leases = new WorkLeases(store.Get<IDbContextFactory<SyncDbContext>>());
        Assert.True(await leases.TakeAsync(connection, Cancellation));
        var before = await UntilAsync(connection);
        using var stopping = new CancellationTokenSource();
        var lastAnswer = new TaskCompletionSource();
        var holding = new LeasedInboundSync(null!, leases, _clock).HoldingAsync(
            connection,
            async held =>
            {
                await lastAnswer.Task;
                held.ThrowIfCancellationRequested();
                return BatchResult.Nothing;
            },
            stopping.Token
        );

        await stopping.CancelAsync();
        _clock.Advance(Renewal);

        await Until.SoAsync(async () => await UntilAsync(connection) > before);
        lastAnswer.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
    }

    private async Task<DateTime> UntilAsync(Guid connection)
    {
        await using var context = store.Open();
        return (
            await context.Leases.AsNoTracking().SingleAsync(lease => lease.ConnectionId == connection, Cancellation)
        ).Until;
    }

    // A batch that ends only when it is told to.
    private Task<BatchResult> Holding(WorkLeases leases, Guid connection) =>
        new LeasedInboundSync(null!, leases, _clock).HoldingAsync(
            connection,
            async held =>
            {
                await new TaskCompletionSource().Task.WaitAsync(held);
                return BatchResult.Deferred;
            },
            Cancellation
        );

    private sealed class AwayStore : IDbContextFactory<SyncDbContext>, IDisposable
    {
        private readonly SemaphoreSlim _asked = new(0);

        public SyncDbContext CreateDbContext()
        {
            _asked.Release();
            throw new SqliteException("unable to open database file", 14);
        }

        public Task AskedAsync() => _asked.WaitAsync(Cancellation);

        public void Dispose() => _asked.Dispose();
    }
}
