using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Jobs;

/// <summary>When a connection is worked on.</summary>
public sealed class ConnectionWorkerTests : IDisposable
{
    private static readonly InboundSyncOptions AtOnce = new()
    {
        Quiet = TimeSpan.Zero,
        LongestGathering = TimeSpan.Zero,
    };

    private readonly FakeTimeProvider _clock = new();
    private readonly LockedStore _store = new();
    private readonly ConnectionWorker _worker;

    public ConnectionWorkerTests() =>
        _worker = new ConnectionWorker(
            Guid.NewGuid(),
            // No batch is reached.
            new LeasedInboundSync(null!, new WorkLeases(_store), _clock),
            new RunFeed(_clock),
            new InboundPace(AtOnce, _clock),
            _clock,
            NullLogger.Instance
        );

    [Fact]
    public async Task Ring_WhileAnotherOneWaits_KeepsWhatThatOneAskedFor()
    {
        _worker.Signal(default);
        await UntilTriedAsync();

        // A person asks for another try during the pause; then the poll comes.
        _worker.Signal(new WorkSignal(AtOnce: true));
        _worker.Signal(default);

        await UntilTriedAsync();
    }

    [Fact]
    public async Task Pace_IsKeptBeforeTheLeaseIsTaken()
    {
        var gathering = TimeSpan.FromMinutes(10);
        await using var inbound = await InboundFixture.OpenAsync(2);
        var fixture = inbound.SyncFixture;
        await inbound.ReportAsync([inbound.People[1]]);
        var contexts = new CountedStore(fixture.Get<IDbContextFactory<SyncDbContext>>());
        var leased = new LeasedInboundSync(fixture.Get<InboundSync>(), new WorkLeases(contexts), _clock);
        var feed = new RunFeed(fixture.Clock);
        var pace = new InboundPace(
            new InboundSyncOptions { Quiet = gathering, LongestGathering = gathering },
            fixture.Clock
        );
        var worker = new ConnectionWorker(inbound.Connection, leased, feed, pace, fixture.Clock, NullLogger.Instance);
        var taken = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Clock.LongWaitBegun += length =>
        {
            // Longer than the time-out of a request.
            if (length > gathering / 2)
            {
                taken.TrySetResult(contexts.Opened);
            }
        };
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var working = worker.RunAsync(done.Token);
        worker.Signal(default);

        Assert.Equal(0, await taken.Task.WaitAsync(TimeSpan.FromSeconds(30), done.Token));
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    [Fact]
    public async Task Ring_AtOnceWhileChangesAreGathered_EndsTheWait()
    {
        var gathering = TimeSpan.FromMinutes(10);
        var clock = new WaitingClock();
        var worker = new ConnectionWorker(
            Guid.NewGuid(),
            new LeasedInboundSync(null!, new WorkLeases(_store), clock),
            new RunFeed(clock),
            new InboundPace(new InboundSyncOptions { Quiet = gathering, LongestGathering = gathering }, clock),
            clock,
            NullLogger.Instance
        );
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var working = worker.RunAsync(done.Token);
        worker.Signal(default);
        await clock.Waits.WaitAsync(TimeSpan.FromSeconds(30), done.Token);

        worker.Signal(new WorkSignal(AtOnce: true));

        Assert.True(await _store.Tried.WaitAsync(TimeSpan.FromSeconds(30), done.Token), "It went on waiting.");
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    public void Dispose() => _store.Tried.Dispose();

    private async Task UntilTriedAsync()
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var working = _worker.RunAsync(done.Token);
        Assert.True(await _store.Tried.WaitAsync(TimeSpan.FromSeconds(30), done.Token), "It did not try.");
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    private sealed class CountedStore(IDbContextFactory<SyncDbContext> contexts) : IDbContextFactory<SyncDbContext>
    {
        public int Opened { get; private set; }

        public SyncDbContext CreateDbContext()
        {
            Opened++;
            return contexts.CreateDbContext();
        }
    }

    private sealed class WaitingClock : FakeTimeProvider
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waits => _waits.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _waits.TrySetResult();
            return timer;
        }
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
