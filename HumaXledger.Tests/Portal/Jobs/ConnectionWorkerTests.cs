using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Jobs;

/// <summary>When a connection is worked on.</summary>
public sealed class ConnectionWorkerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LockedStore _store = new();
    private readonly ConnectionWorker _worker;

    public ConnectionWorkerTests() =>
        _worker = new ConnectionWorker(
            Guid.NewGuid(),
            // No batch is reached.
            new LeasedInboundSync(null!, new WorkLeases(_store), _clock),
            new RunFeed(_clock),
            TimeSpan.Zero,
            _clock,
            NullLogger.Instance
        );

    [Fact]
    public async Task Ring_WhileAnotherOneWaits_KeepsWhatThatOneAskedFor()
    {
        _worker.Ring(default);
        await UntilTriedAsync();

        // A person asks for another try during the pause; then the poll comes.
        _worker.Ring(new Ring(AtOnce: true));
        _worker.Ring(default);

        await UntilTriedAsync();
    }

    public void Dispose() => _store.Tried.Dispose();

    private async Task UntilTriedAsync()
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var working = _worker.RunAsync(done.Token);
        Assert.True(await _store.Tried.WaitAsync(TimeSpan.FromSeconds(10), done.Token), "It did not try.");
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    private sealed class LockedStore : IDbContextFactory<SyncDbContext>
    {
        public SemaphoreSlim Tried { get; } = new(0);

        public SyncDbContext CreateDbContext()
        {
            Tried.Release();
            throw new SqliteException("database is locked", 5);
        }
    }
}
