using System.Diagnostics;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>Two nodes on one real PostgreSQL: what happens on one is seen on the other.</summary>
public sealed class NodeChannelTests(PostgresStore store) : IClassFixture<PostgresStore>
{
    /// <summary>
    /// Half a second is meant, and some milliseconds are usual (the output has them); a machine that runs other tests
    /// too is slower. Reading the store does not help: the run is not in it.
    /// </summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    private readonly Listeners _listeners = new(store);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunOnOneNode_WatchedOnTheOther_IsSeenSoonAlsoAfterTheListenerWasTerminated()
    {
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings());
        await _listeners.AreAsync(2);

        Assert.InRange(await MedianAsync(first, second), TimeSpan.Zero, Slow);

        await _listeners.TerminateAsync();
        await _listeners.AreAsync(2);
        Assert.InRange(await MedianAsync(first, second), TimeSpan.Zero, Slow);
    }

    [Fact]
    public async Task RunOnOneNode_ManyValues_AreFewMessagesWithTheLastOneAndTheEnd()
    {
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings());
        await _listeners.AreAsync(2);
        await using var listener = new NpgsqlConnection(store.Connection.ConnectionString);
        await listener.OpenAsync(Cancellation);
        List<string> messages = [];
        listener.Notification += (_, heard) => messages.Add(heard.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {NodeMessage.Channel}", listener))
        {
            await listen.ExecuteNonQueryAsync(Cancellation);
        }

        var run = Guid.NewGuid();
        var watching = LastAsync<RunProgress>(second, run);
        var began = Stopwatch.GetTimestamp();
        for (var done = 0; done <= 1_000; done++)
        {
            first.Feed.Publish(run, At(run, done));
            await Task.Yield();
        }

        first.Feed.Complete<RunProgress>(run);
        var took = Stopwatch.GetElapsedTime(began);

        Assert.Equal(1_000, (await watching.WaitAsync(Until.Patience, Cancellation))!.Done);
        while (await listener.WaitAsync(TimeSpan.FromMilliseconds(100), Cancellation)) { }

        var mine = messages.Count(sent => first.Get<NodeSeal>().TryOpen(sent, out var one) && one?.Key == run);
        Assert.DoesNotContain(messages, sent => sent.Contains($"{run}", StringComparison.Ordinal));
        Assert.InRange(mine, 1, 3 + (int)(took / NodeOutbox.Pace));
    }

    [Fact]
    public async Task EndWithAReason_IsReadFromTheStore_AndNotSent()
    {
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings());
        await _listeners.AreAsync(2);
        var run = await AddRunAsync(RunState.Failed, new Reason("a.reason", "Kari Nordmann"));
        var watching = LastAsync<RunProgress>(second, run.Id);

        first.Feed.Publish(run.Id, At(run.Id, 0) with { State = RunState.Failed, Failure = run.Failure });
        first.Feed.Complete<RunProgress>(run.Id);

        var seen = await watching.WaitAsync(Until.Patience, Cancellation);
        Assert.Equal((RunState.Failed, run.Failure), (seen!.State, seen.Failure));
        var message = NodeMessage.About(Guid.NewGuid(), NodeMessageKind.Run, run.Id, seen, ended: true);
        Assert.DoesNotContain("Kari", message.ToText(), StringComparison.Ordinal);
        Assert.Null(message.Value);
    }

    [Fact]
    public async Task WhatRunningWorkWaitsFor_IsSaidOnTheOtherNodeWithItsCounts()
    {
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings());
        await _listeners.AreAsync(2);
        var run = await AddRunAsync(RunState.Running, null);
        var comparison = await store.AddComparisonAsync(run.ConnectionId);
        var full = new Reason(StorageReasons.Full);

        first.Feed.Publish(run.Id, At(run.Id, 1) with { Failure = full });
        first.Feed.Publish(
            comparison,
            new CompareProgress(
                comparison,
                ComparisonState.Running,
                new ReadCount(40, 100),
                new ReadCount(7, null),
                Matching: false,
                full
            )
        );

        await Until.SoAsync(() => Waits() is not null && Reads() is not null);
        Assert.Equal((1, full), (Waits()!.Done, Waits()!.Failure));
        Assert.Equal((40, 7, full), (Reads()!.Huma.Read, Reads()!.Xledger.Read, Reads()!.Failure));

        RunProgress? Waits() => second.Feed.LatestOf<RunProgress>(run.Id);
        CompareProgress? Reads() => second.Feed.LatestOf<CompareProgress>(comparison);
    }

    [Fact]
    public void WhatRunningWorkWaitsFor_IsSentWithoutItsArguments()
    {
        var run = Guid.NewGuid();
        var waits = At(run, 1) with { Failure = new Reason("a.reason", "Kari Nordmann") };

        var text = NodeMessage.About(Guid.NewGuid(), NodeMessageKind.Run, run, waits, ended: false).ToText();

        Assert.Contains("a.reason", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Kari", text, StringComparison.Ordinal);
    }

    [Fact]
    public void LongValue_IsReadFromTheStore_AndAShortOneArrivesAsItWas()
    {
        var value = At(Guid.NewGuid(), 3) with
        {
            Systems = [new SystemProgress(Side.Xledger, 10, 3), new SystemProgress(Side.Huma, 990, 0)],
        };
        var longer = value with { Systems = [.. Enumerable.Repeat(value.Systems[0], 400)] };

        Assert.Null(NodeMessage.About(Guid.Empty, NodeMessageKind.Run, value.RunId, longer, ended: false).Value);
        var text = NodeMessage.About(Guid.NewGuid(), NodeMessageKind.Run, value.RunId, value, ended: true).ToText();
        var message = NodeMessage.Read(text)!;
        var arrived = message.ValueAs<RunProgress>()!;
        Assert.True(message.Ended);
        Assert.Equal(value.Systems, arrived.Systems);
        Assert.Equal(value, arrived with { Systems = value.Systems });
        Assert.Null(NodeMessage.Read("""{"kind":"OfANewerVersion"}"""));
        Assert.Null(NodeMessage.Read("text"));
    }

    [Fact]
    public async Task Pulse_ReachesThePagesOfBothNodes()
    {
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings());
        await _listeners.AreAsync(2);
        var connection = Guid.NewGuid();
        var watching = FirstAsync<object>(second, connection);

        first.Feed.Pulse(connection);

        Assert.Equal(connection, Assert.IsType<ConnectionPulse>(await watching).ConnectionId);
    }

    [Fact]
    public async Task ChangesDuringAnOutageOfTheListener_AreReadWhenItIsBack()
    {
        await using var first = await LiveNode.StartAsync(Settings());
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var second = await LiveNode.StartAsync(Settings(), clock);
        await _listeners.AreAsync(2);
        var run = await AddRunAsync(RunState.Running, null);
        var watching = LastAsync<RunProgress>(second, run.Id);
        var connection = FirstAsync<ConnectionPulse>(second, run.ConnectionId);
        await second.Get<SilentFeeds>().ReadAllAsync(Cancellation);

        // Another program ends it without a message. The clock of the second node passes less than a silence: only the
        // return of its listener makes it read.
        await EndAsync(run);
        await _listeners.TerminateAsync();
        var passed = TimeSpan.Zero;
        await Until.SoAsync(() =>
        {
            // Values are shown at a pace.
            if (passed < SilentFeeds.Longest / 2)
            {
                clock.Advance(RunFeed.Pace);
                passed += RunFeed.Pace;
            }

            return watching.IsCompleted;
        });

        Assert.Equal(RunState.Completed, (await watching.WaitAsync(Until.Patience, Cancellation))!.State);
        await connection.WaitAsync(Until.Patience, Cancellation);
    }

    [Fact]
    public async Task NodeEnds_TheOtherOneLooksForWorkAtOnceAndOnceMore()
    {
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings());
        await _listeners.AreAsync(2);
        using var rounds = second
            .Get<Departures>()
            .Rounds(TimeSpan.FromDays(1), TimeProvider.System, TimeSpan.FromMilliseconds(1));
        var looking = rounds.NextAsync(Cancellation);

        first.Feed.AnnounceLeaving();

        Assert.True(await looking.WaitAsync(Until.Patience, Cancellation));
        Assert.True(await rounds.NextAsync(Cancellation).WaitAsync(Until.Patience, Cancellation));
        using var ending = new CancellationTokenSource();
        var next = rounds.NextAsync(ending.Token);
        Assert.False(next.IsCompleted);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task ListenerCutSilently_IsNoticedAndReplaced()
    {
        var address = new NpgsqlConnectionStringBuilder(store.Connection.ConnectionString);
        using var relay = FreezingRelay.To(address.Host!, address.Port, NodeListener.ApplicationName);
        (address.Host, address.Port) = ("127.0.0.1", relay.Port);
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings(address.ConnectionString));
        await _listeners.AreAsync(2);
        var before = await _listeners.ProcessesAsync();

        relay.Freeze();

        await Until.SoAsync(async () => (await _listeners.ProcessesAsync()).Except(before).Any());
        var connection = Guid.NewGuid();
        var watching = FirstAsync<ConnectionPulse>(second, connection);
        await Until.SoAsync(() =>
        {
            first.Feed.Pulse(connection);
            return watching.IsCompleted;
        });
    }

    [Fact]
    public async Task ChangeReceivedOnOneNode_LeaseOnTheOther_IsProcessedThereAtOnce()
    {
        static void WithWorker(IServiceCollection services) =>
            services
                .AddHostedService<InboundSyncWorker>()
                .AddOptions<InboundSyncOptions>()
                .Configure(options => options.Quiet = options.LongestGathering = TimeSpan.Zero);
        // Its timers never fire, so it does not poll; to its clock the change is due.
        var still = new FakeTimeProvider(DateTimeOffset.UtcNow.AddSeconds(20));
        await using var first = await LiveNode.StartAsync(Settings(), add: WithWorker);
        await using var second = await LiveNode.StartAsync(Settings(), still, WithWorker);
        await _listeners.AreAsync(2);
        var connection = Samples.Connection();
        connection.State = ConnectionState.Active;
        await using (var context = first.Store())
        {
            context.Add(connection);
            await context.SaveChangesAsync(Cancellation);
        }

        second.Get<ChangeQueue>().Signal(connection.Id);
        await Until.SoAsync(async () => await LeasesAsync(first, connection.Id, Cancellation) > 0);

        // Only a worker that took changes up publishes. The first node does not: it has no lease.
        var worked = FirstAsync<ConnectionPulse>(second, connection.Id);
        await first
            .Get<ChangeQueue>()
            .PutAsync(
                connection.Id,
                [new HumaId($"{Guid.NewGuid()}")],
                PendingChangeSource.DriftCheck,
                PendingChangeKind.Updated,
                null,
                Cancellation
            );

        await worked.WaitAsync(Until.Patience, Cancellation);
    }

    private static async Task<int> LeasesAsync(LiveNode node, Guid connection, CancellationToken cancellation)
    {
        await using var context = node.Store();
        return await context.Leases.CountAsync(lease => lease.ConnectionId == connection, cancellation);
    }

    private Dictionary<string, string?> Settings(string? connection = null) =>
        new()
        {
            ["Storage:Provider"] = "PostgreSql",
            ["ConnectionStrings:HumaXledger"] = connection ?? store.Connection.ConnectionString,
        };

    private static RunProgress At(Guid run, int done) =>
        new(run, RunState.Running, 2_000, done, 0, 0, 0, 0, Side.Xledger, done, null);

    /// <summary>How long values take from one node to the other.</summary>
    private static async Task<TimeSpan> MedianAsync(LiveNode from, LiveNode to)
    {
        const int values = 21;
        var run = Guid.NewGuid();
        var sent = new long[values];
        List<TimeSpan> took = [];
        var watching = Task.Run(
            async () =>
            {
                await foreach (var value in to.Feed.WatchAsync<RunProgress>(run, Cancellation))
                {
                    took.Add(Stopwatch.GetElapsedTime(sent[value.Done]));
                    if (value.Done == values - 1)
                    {
                        return;
                    }
                }
            },
            Cancellation
        );
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var done = 0; done < values; done++)
        {
            sent[done] = Stopwatch.GetTimestamp();
            from.Feed.Publish(run, At(run, done));
            await pace.WaitForNextTickAsync(Cancellation);
        }

        await watching.WaitAsync(Until.Patience, Cancellation);
        var median = took.Order().ElementAt(took.Count / 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.Count} values, median {median.TotalMilliseconds:0} ms");
        return median;
    }

    private static async Task<T> FirstAsync<T>(LiveNode node, Guid key)
        where T : notnull
    {
        await foreach (var value in node.Feed.WatchAsync<T>(key, Cancellation))
        {
            return value;
        }

        throw new InvalidOperationException("It ended without a value.");
    }

    private static async Task<T?> LastAsync<T>(LiveNode node, Guid key)
        where T : class
    {
        T? last = null;
        await foreach (var value in node.Feed.WatchAsync<T>(key, Cancellation))
        {
            last = value;
        }

        return last;
    }

    private async Task<RunRecord> AddRunAsync(RunState state, Reason? failure)
    {
        var connection = await store.AddConnectionAsync();
        var plan = await store.AddPlanAsync(connection, Samples.Change(1), Samples.Change(2));
        var run = Samples.Run(plan, 1);
        (run.State, run.Failure) = (state, failure);
        await using var context = store.Open();
        context.Add(run);
        await context.SaveChangesAsync(Cancellation);
        return run;
    }

    private async Task EndAsync(RunRecord run)
    {
        await using var context = store.Open();
        await context
            .Runs.Where(row => row.Id == run.Id)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, RunState.Completed)
                        .SetProperty(row => row.FinishedAt, DateTime.UtcNow),
                Cancellation
            );
    }
}
