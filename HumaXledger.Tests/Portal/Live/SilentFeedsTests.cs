using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>
/// What another process changed without a message is seen after three silent seconds, on one node with SQLite too.
/// </summary>
public sealed class SilentFeedsTests(SqliteStore store) : IClassFixture<SqliteStore>
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WatchedAndSilent_IsReadFromItsJournalUntilItsEnd()
    {
        await using var node = await StartAsync();
        var (run, _) = await AddRunAsync();
        var seen = new List<RunProgress>();
        var watching = WatchAsync(node, run.Id, seen);

        await ChangeAsync(run, 1);
        await PassAsync(() => seen.Count > 0);
        Assert.Equal((RunState.Running, 3, 1), (seen[^1].State, seen[^1].Total, seen[^1].Confirmed));

        await EndAsync(run);
        await PassAsync(() => watching.IsCompleted);
        Assert.Equal(RunState.Completed, seen[^1].State);
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task Run_WhoseProcessSaysWhatItWaitsFor_IsNotOverwrittenByItsJournal()
    {
        await using var node = await StartAsync();
        var (run, _) = await AddRunAsync();
        var waits = new RunProgress(
            run.Id,
            RunState.Running,
            3,
            0,
            0,
            0,
            0,
            0,
            Core.People.Side.Xledger,
            7,
            new Core.Reasons.Reason("waits")
        );
        node.Feed.Publish(run.Id, waits);
        var seen = new List<RunProgress>();
        _ = WatchAsync(node, run.Id, seen);

        for (var second = 0; second < 5; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await node.Get<SilentFeeds>().ReadAllAsync(Cancellation);
        }

        Assert.Equal(waits, Assert.Single(seen));
    }

    [Fact]
    public async Task Comparison_WatchedAndSilent_EndsWithItsRecord()
    {
        await using var node = await StartAsync();
        var comparison = await store.AddComparisonAsync(await store.AddConnectionAsync());
        var seen = new List<CompareProgress>();
        var watching = WatchAsync(node, comparison, seen);
        await using (var context = store.Open())
        {
            await context
                .Comparisons.Where(row => row.Id == comparison)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.State, ComparisonState.Complete)
                            .SetProperty(row => row.HumaCount, 17),
                    Cancellation
                );
        }

        await PassAsync(() => watching.IsCompleted);

        Assert.Equal((ComparisonState.Complete, 17), (Assert.Single(seen).State, seen[0].Huma.Read));
    }

    [Fact]
    public async Task Comparison_WhoseValueWasNotSent_KeepsItsCountsWhileItRuns()
    {
        await using var node = await StartAsync();
        var comparison = await store.AddComparisonAsync(await store.AddConnectionAsync());
        var reading = new CompareProgress(
            comparison,
            ComparisonState.Running,
            new ReadCount(40, 100),
            new ReadCount(7, null),
            Matching: false,
            Failure: null
        );
        node.Feed.Publish(comparison, reading);

        await node.Get<SilentFeeds>()
            .TakeAsync(comparison, comparison, (CompareProgress?)null, ended: false, Cancellation);

        Assert.Equal(reading, node.Feed.LatestOf<CompareProgress>(comparison));
    }

    [Fact]
    public async Task Connection_WatchedAndSilent_PulsesWhenSomethingMovedAndNotOtherwise()
    {
        await using var node = await StartAsync();
        var (run, connection) = await AddRunAsync();
        var seen = new List<ConnectionPulse>();
        _ = WatchAsync(node, connection, seen);
        // A watcher of any kind gets it too, as the hub does.
        var anything = new List<object>();
        _ = WatchAsync(node, connection, anything);
        await node.Get<SilentFeeds>().ReadAllAsync(Cancellation);
        for (var second = 0; second < 5; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await node.Get<SilentFeeds>().ReadAllAsync(Cancellation);
        }

        Assert.Empty(seen);
        await EndAsync(run);
        await PassAsync(() => seen.Count > 0 && anything.Count > 0);
        Assert.IsType<ConnectionPulse>(anything[0]);
    }

    [Fact]
    public async Task Decisions_ChangedWithoutAMessage_ArePulsedOncePerVersionOfTheNewestReview()
    {
        await using var node = await StartAsync();
        var connection = await store.AddConnectionAsync();
        var old = await AddReviewAsync(connection, DateTime.UtcNow.AddDays(-1), version: 7);
        var review = await AddReviewAsync(connection, DateTime.UtcNow, version: 1);
        var seen = new List<DecisionsPulse>();
        _ = WatchAsync(node, connection, seen);
        var anything = new List<object>();
        _ = WatchAsync(node, connection, anything);
        await PassAsync(() => seen.Count == 1);

        await SetVersionAsync(old, 8);
        await SetVersionAsync(review, 2);
        await PassAsync(() => seen.Count == 2);
        for (var second = 0; second < 5; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await node.Get<SilentFeeds>().ReadAllAsync(Cancellation);
        }

        Assert.Equal([new DecisionsPulse(review, 1), new DecisionsPulse(review, 2)], seen);
        // A client of the hub has no use for it.
        Assert.Empty(anything.OfType<DecisionsPulse>());
    }

    private Task<LiveNode> StartAsync() =>
        LiveNode.StartAsync(
            new Dictionary<string, string?>
            {
                ["Storage:Provider"] = "Sqlite",
                ["ConnectionStrings:HumaXledger"] = store.Connection.ConnectionString,
            },
            _clock
        );

    private static async Task WatchAsync<T>(LiveNode node, Guid key, List<T> seen)
        where T : notnull
    {
        await foreach (var value in node.Feed.WatchAsync<T>(key, Cancellation))
        {
            seen.Add(value);
        }
    }

    /// <summary>Lets time pass until this is so.</summary>
    private Task PassAsync(Func<bool> until) =>
        Until.SoAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return until();
        });

    private async Task<(RunRecord Run, Guid Connection)> AddRunAsync()
    {
        var connection = await store.AddConnectionAsync();
        var plan = await store.AddPlanAsync(connection, Samples.Change(1), Samples.Change(2), Samples.Change(3));
        var run = Samples.Run(plan, 1);
        run.State = RunState.Running;
        await using var context = store.Open();
        context.Add(run);
        await context.SaveChangesAsync(Cancellation);
        return (run, connection);
    }

    private async Task<Guid> AddReviewAsync(Guid connection, DateTime startedAt, int version)
    {
        var comparison = await store.AddComparisonAsync(connection);
        await using var context = store.Open();
        await context
            .Comparisons.Where(row => row.Id == comparison)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, ComparisonState.Complete)
                        .SetProperty(row => row.StartedAt, startedAt)
                        .SetProperty(row => row.DecisionsVersion, version),
                Cancellation
            );
        return comparison;
    }

    private async Task SetVersionAsync(Guid comparison, int version)
    {
        await using var context = store.Open();
        await context
            .Comparisons.Where(row => row.Id == comparison)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.DecisionsVersion, version), Cancellation);
    }

    private async Task ChangeAsync(RunRecord run, int sequence)
    {
        await using var context = store.Open();
        await context
            .Changes.Where(change => change.PlanId == run.PlanId && change.Sequence == sequence)
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.State, ChangeState.Confirmed), Cancellation);
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
