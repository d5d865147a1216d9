using HumaXledger.Portal.Live;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Live;

public sealed class RunFeedTests
{
    private readonly RunFeed _feed = new(TimeProvider.System);
    private readonly Guid _run = Guid.NewGuid();

    [Fact]
    public async Task Watch_Late_GetsTheLatestValueAtOnce()
    {
        _feed.Publish(_run, 1);
        _feed.Publish(_run, 2);

        await foreach (var value in _feed.WatchAsync<int>(_run, TestContext.Current.CancellationToken))
        {
            Assert.Equal(2, value);
            break;
        }
    }

    [Fact]
    public async Task Watch_SlowWatcher_SkipsValuesAndStillGetsTheLast()
    {
        _feed.Publish(_run, 0);
        var seen = new List<int>();

        await foreach (var value in _feed.WatchAsync<int>(_run, TestContext.Current.CancellationToken))
        {
            seen.Add(value);
            if (value == 0)
            {
                for (var next = 1; next <= 1000; next++)
                {
                    _feed.Publish(_run, next);
                }

                _feed.Complete<int>(_run);
            }
        }

        Assert.Equal([0, 1000], seen);
    }

    [Fact]
    public async Task Watch_OtherRunAndOtherKind_GetsNoneOfTheirValues()
    {
        _feed.Publish(Guid.NewGuid(), 7);
        _feed.Publish(_run, "text");
        _feed.Publish(_run, 1);
        _feed.Complete<int>(_run);

        Assert.Equal([1], await AllAsync<int>(_run));
    }

    [Fact]
    public async Task Watch_EveryKind_GetsAllValues()
    {
        var watching = AllAsync<object>(_run);
        _feed.Publish(_run, "text");
        _feed.Publish(_run, 1);
        _feed.Complete<int>(_run);

        Assert.Equal(1, (await watching)[^1]);
    }

    [Fact]
    public async Task Watch_ManyReportsASecond_ShowsAtMostTenOfThemAndEachWithinATenth()
    {
        var clock = new CountingClock();
        var feed = new RunFeed(clock);
        var shown = new List<(int Value, TimeSpan At)>();
        var began = clock.GetTimestamp();
        var watching = WatchAsync();
        for (var report = 1; report <= 300; report++)
        {
            feed.Publish(_run, report);
            await SettledAsync(report);
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await SettledAsync(report);
        }

        feed.Complete<int>(_run);
        await Until.SoAsync(() =>
        {
            clock.Advance(RunFeed.Pace);
            return watching.IsCompleted;
        });

        await watching;
        Assert.Equal(300, shown[^1].Value);
        // Three seconds: at least two values a second, and at least a tenth between two of them.
        Assert.InRange(shown.Count, 6, 31);
        Assert.All(shown.Zip(shown.Skip(1)), pair =>
            Assert.True(pair.Second.At - pair.First.At >= RunFeed.Pace, $"{pair}")
        );

        async Task WatchAsync()
        {
            await foreach (var value in feed.WatchAsync<int>(_run, TestContext.Current.CancellationToken))
            {
                shown.Add((value, clock.GetElapsedTime(began)));
            }
        }

        // The watcher has shown the value, or waits for the interval.
        async Task SettledAsync(int report)
        {
            while (clock.Waiters == 0 && !(shown.Count > 0 && shown[^1].Value == report))
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Watch_BeforeAnythingIsPublished_WaitsForTheFirstValue()
    {
        var watching = AllAsync<int>(_run);
        Assert.False(watching.IsCompleted);

        _feed.Publish(_run, 5);
        _feed.Complete<int>(_run);

        Assert.Equal([5], await watching);
    }

    [Fact]
    public async Task Watch_AfterCompletion_GetsTheLastValueAndEnds()
    {
        _feed.Publish(_run, 5);
        _feed.Complete<int>(_run);

        Assert.Equal([5], await AllAsync<int>(_run));
    }

    [Fact]
    public async Task Watch_RunResumedAfterCompletion_Continues()
    {
        _feed.Publish(_run, 1);
        _feed.Complete<int>(_run);
        _feed.Publish(_run, 2);

        var watching = AllAsync<int>(_run);
        Assert.False(watching.IsCompleted);
        _feed.Complete<int>(_run);

        Assert.Equal([2], await watching);
    }

    [Fact]
    public async Task Watch_Leaving_EndsTheWatch()
    {
        using var leaving = new CancellationTokenSource();
        var watching = AllAsync<int>(_run, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public async Task Publish_ManyAtOnceToManyWatchers_EveryWatcherEndsWithTheLastValue()
    {
        var watchers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => AllAsync<int>(_run))).ToList();

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(lane =>
                    Task.Run(() =>
                    {
                        for (var step = 0; step < 500; step++)
                        {
                            _feed.Publish(_run, lane);
                        }
                    })
                )
        );
        _feed.Publish(_run, 99);
        _feed.Complete<int>(_run);

        Assert.All(await Task.WhenAll(watchers), seen => Assert.Equal(99, seen[^1]));
    }

    [Fact]
    public async Task Complete_MoreRunsThanAreKept_ForgetsTheOldestFinishedOnly()
    {
        _feed.Publish(_run, 1);
        _feed.Complete<int>(_run);
        var open = Guid.NewGuid();
        _feed.Publish(open, 2);
        for (var other = 0; other < RunFeed.FinishedKept; other++)
        {
            var key = Guid.NewGuid();
            _feed.Publish(key, other);
            _feed.Complete<int>(key);
        }

        using var leaving = new CancellationTokenSource();
        var forgotten = AllAsync<int>(_run, leaving.Token);
        Assert.False(forgotten.IsCompleted);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forgotten);
        _feed.Complete<int>(open);
        Assert.Equal([2], await AllAsync<int>(open));
    }

    private Task<List<T>> AllAsync<T>(Guid key)
        where T : notnull => AllAsync<T>(key, TestContext.Current.CancellationToken);

    private async Task<List<T>> AllAsync<T>(Guid key, CancellationToken leaving)
        where T : notnull
    {
        var seen = new List<T>();
        await foreach (var value in _feed.WatchAsync<T>(key, leaving))
        {
            seen.Add(value);
        }

        return seen;
    }

    /// <summary>Knows how many timers are waiting.</summary>
    private sealed class CountingClock : FakeTimeProvider
    {
        private int _waiters;

        public int Waiters => Volatile.Read(ref _waiters);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _waiters);
            return new Counted(base.CreateTimer(callback, state, dueTime, period), () =>
                Interlocked.Decrement(ref _waiters)
            );
        }

        private sealed class Counted(ITimer timer, Action gone) : ITimer
        {
            private Action? _gone = gone;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                Interlocked.Exchange(ref _gone, null)?.Invoke();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
