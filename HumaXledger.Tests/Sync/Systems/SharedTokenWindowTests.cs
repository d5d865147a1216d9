using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Limits;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Live;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace HumaXledger.Tests.Sync.Systems;

/// <summary>Nodes with one token, over a real PostgreSQL and the sandbox, which refuses what is too much.</summary>
public sealed class SharedTokenWindowTests(PostgresStore store) : IClassFixture<PostgresStore>
{
    private static readonly TokenRules Rules = new(20, TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(10));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoNodesWithOneToken_AskingAsMuchAsTheyCan_AreNeverRefusedAndBothGetTheirShare()
    {
        const int seconds = 6;
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = 50 };
        options.Limits.Xledger.BurstWindow = SyncFixture.ShortWindow;
        await using var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, null, Cancellation);
        await using var first = await LiveNode.StartAsync(Settings());
        await using var second = await LiveNode.StartAsync(Settings());

        // A node's first request compiles what it needs, which takes seconds where the machine is busy.
        await AskAsync(first, sandbox, Cancellation, most: 1);
        await AskAsync(second, sandbox, Cancellation, most: 1);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        ending.CancelAfter(TimeSpan.FromSeconds(seconds));
        var sent = await Task.WhenAll(
            AskAsync(first, sandbox, ending.Token),
            AskAsync(first, sandbox, ending.Token),
            AskAsync(second, sandbox, ending.Token),
            AskAsync(second, sandbox, ending.Token)
        );

        TestContext.Current.TestOutputHelper?.WriteLine($"{string.Join(", ", sent)}; {sandbox.World.Meter.ThisMonth}");
        Assert.Equal(0, sandbox.World.Meter.ThisMonth.OverLimit);
        // Up to twenty a second are allowed; each node alone would send them all.
        Assert.InRange(sandbox.World.Meter.ThisMonth.Requests, seconds * 5, (seconds + 1) * 20);
        Assert.True(Math.Min(sent[0] + sent[1], sent[2] + sent[3]) >= sent.Sum() / 5, string.Join(", ", sent));
    }

    [Fact]
    public async Task RequestsUnderWay_PausesAndCredits_HoldForAllNodes()
    {
        var token = $"{Guid.NewGuid()}";
        var (first, second) = (Window(token), Window(token));
        Guid[] ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        Assert.IsType<TokenAnswer.Admitted>(await first.EnterAsync(ids[0], Cancellation));
        Assert.IsType<TokenAnswer.Admitted>(await second.EnterAsync(ids[1], Cancellation));
        Assert.Equal(new TokenAnswer.Wait(null), await first.EnterAsync(ids[2], Cancellation));

        second.Leave(ids[1]);
        TokenAnswer answer;
        do
        {
            answer = await first.EnterAsync(ids[2], Cancellation);
        } while (answer is TokenAnswer.Wait);

        Assert.IsType<TokenAnswer.Admitted>(answer);
        await first.PauseAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.True(
            Assert.IsType<TokenAnswer.Wait>(await second.EnterAsync(Guid.NewGuid(), Cancellation)).Length
                is { TotalSeconds: > 30 and <= 60 }
        );
        await second.AwaitCreditsAsync(TimeSpan.FromHours(1), Cancellation);
        Assert.InRange(
            Assert.IsType<TokenAnswer.NoCredits>(await first.EnterAsync(Guid.NewGuid(), Cancellation)).For.TotalMinutes,
            55,
            60
        );
        await using var context = store.Open();
        var row = await context.TokenLimits.AsNoTracking().SingleAsync(row => row.Token == token, Cancellation);
        Assert.Contains("CreditsBackAt", row.State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseAway_RequestWaitsForItAWhileAndIsThenNotSent()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var contexts = new AbsentStore();
        var window = new SharedTokenWindow("token", contexts, Rules, clock, NullLogger.Instance);

        var waiting = window.EnterAsync(Guid.NewGuid(), Cancellation).AsTask();
        await Until.SoAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return waiting.IsCompleted;
        });

        Assert.NotNull(StoreFault.PassingCauseOf(await Assert.ThrowsAsync<InvalidOperationException>(() => waiting)));
        Assert.InRange(contexts.Asked, 2, 1 + (int)SharedTokenWindow.Patience.TotalSeconds + 1);
        // An answer that has come is not held back.
        window.Leave(Guid.NewGuid());
    }

    [Fact]
    public async Task DatabaseBack_RequestThatWaitedIsAdmitted()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var contexts = new AbsentStore();
        var window = new SharedTokenWindow($"{Guid.NewGuid()}", contexts, Rules, clock, NullLogger.Instance);
        var waiting = window.EnterAsync(Guid.NewGuid(), Cancellation).AsTask();
        Assert.False(waiting.IsCompleted);

        contexts.Back = store.Get<IDbContextFactory<SyncDbContext>>();
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<TokenAnswer.Admitted>(await waiting.WaitAsync(Until.Patience, Cancellation));
    }

    [Fact]
    public async Task FaultThatDoesNotPass_IsThrownAtOnce()
    {
        var contexts = new AbsentStore
        {
            Fault = new PostgresException("", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable),
        };
        var window = new SharedTokenWindow("token", contexts, Rules, new FakeTimeProvider(), NullLogger.Instance);

        await Assert.ThrowsAsync<PostgresException>(() =>
            window.EnterAsync(Guid.NewGuid(), Cancellation).AsTask().WaitAsync(Until.Patience, Cancellation)
        );

        Assert.Equal(1, contexts.Asked);
    }

    [Fact]
    public async Task ServerEndsTheConnectionsOfThePool_RequestWaitsAndIsAdmitted()
    {
        var token = $"{Guid.NewGuid()}";
        Assert.IsType<TokenAnswer.Admitted>(await Window(token).EnterAsync(Guid.NewGuid(), Cancellation));
        var own = new NpgsqlConnectionStringBuilder(store.Connection.ConnectionString) { Pooling = false };
        await using var server = new NpgsqlConnection(own.ConnectionString);
        await server.OpenAsync(Cancellation);
        await using var end = server.CreateCommand();
        end.CommandText = """
            SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """;
        Assert.True((long)(await end.ExecuteScalarAsync(Cancellation))! > 0);

        Assert.IsType<TokenAnswer.Admitted>(await Window(token).EnterAsync(Guid.NewGuid(), Cancellation));
    }

    private SharedTokenWindow Window(string token) =>
        new(token, store.Get<IDbContextFactory<SyncDbContext>>(), Rules, TimeProvider.System, NullLogger.Instance);

    private Dictionary<string, string?> Settings() =>
        new()
        {
            ["Storage:Provider"] = "PostgreSql",
            ["ConnectionStrings:HumaXledger"] = store.Connection.ConnectionString,
            ["Xledger:BurstSeconds"] = $"{SyncFixture.ShortWindow.TotalSeconds}",
        };

    /// <summary>Sends request after request.</summary>
    /// <returns>How many.</returns>
    private static async Task<int> AskAsync(
        LiveNode node,
        SandboxServer sandbox,
        CancellationToken ending,
        int most = int.MaxValue
    )
    {
        var client = node.Get<IXledgerClientFactory>()
            .Create(
                new XledgerAccess(
                    sandbox.XledgerEndpoint,
                    XledgerToken.TryRead(sandbox.World.FullXledgerToken.Text, out _)!
                )
            );
        var sent = 0;
        try
        {
            while (sent < most)
            {
                await client.ReadEmployeesAsync([new Core.People.XledgerId("1")], ending);
                sent++;
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Its time is over.
        }

        return sent;
    }

    private sealed class AbsentStore : IDbContextFactory<SyncDbContext>
    {
        private int _asked;

        public int Asked => _asked;

        public IDbContextFactory<SyncDbContext>? Back { get; set; }

        /// <summary>As EF Core throws what may pass.</summary>
        public Exception Fault { get; init; } =
            new InvalidOperationException("Likely transient.", new NpgsqlException("", new IOException()));

        public SyncDbContext CreateDbContext()
        {
            Interlocked.Increment(ref _asked);
            return Back?.CreateDbContext() ?? throw Fault;
        }
    }
}
