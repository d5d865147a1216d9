using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Webhooks;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// Two real Portals on one PostgreSQL: both find the same run without a job, one takes it, and when that one is killed
/// the other resumes it.
/// </summary>
public sealed class NodeFailoverTests(PostgresServer postgres, ITestOutputHelper output)
{
    /// <summary>
    /// The longest time from the end of a node to the first request of the other one for its run, on a machine that
    /// runs other tests too; the output has what it took.
    /// </summary>
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan AfterStop = TimeSpan.FromSeconds(30);

    private static int Kills =>
        Environment.GetEnvironmentVariable("HUMAXLEDGER_CLUSTER_KILLS") is { Length: > 0 } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : 2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ItsNodeIsKilled_IsTakenOverByTheOtherAndEndsOnce()
    {
        var undisturbed = await CrashTests.UndisturbedAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var run = await CrashTests.PreparedAsync(fixture);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        try
        {
            using var mail = new MailArrival(mails.FullName);
            var killed = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var first = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
            await using var second = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
            CrashingProxy[] doors = [first, second];
            var nodes = await Task.WhenAll(
                doors.Select(door =>
                    PortalProcess.StartAsync(database, mails.FullName, door.Address, StorageProvider.PostgreSql)
                )
            );
            try
            {
                for (var node = 0; node < nodes.Length; node++)
                {
                    var struck = node;
                    doors[node]
                        .Arm(10, writesOnly: true, Instant.Committed, () =>
                        {
                            if (killed.TrySetResult(struck))
                            {
                                nodes[struck].Kill();
                            }
                        });
                }

                var dead = await killed.Task.WaitAsync(CrashTests.Patience, Cancellation);
                // Before the kill, the other node sent no request for the run.
                Assert.Equal(0, doors[1 - dead].Requests);
                doors[1 - dead].Disarm();
                await mail.Task.WaitAsync(CrashTests.Patience, Cancellation);
                var (code, _) = await nodes[1 - dead].StopAsync(Cancellation);
                Assert.True(code == 0, nodes[1 - dead].Said);
            }
            finally
            {
                foreach (var node in nodes)
                {
                    await node.DisposeAsync();
                }
            }

            Assert.Single(mails.GetFiles("*.eml"));
            undisturbed.AssertSame(await RunEndState.OfAsync(fixture, run, Cancellation));
            await using var store = fixture.Store();
            var record = await store.Runs.SingleAsync(row => row.Id == run, Cancellation);
            Assert.Equal((RunState.Completed, 2), (record.State, record.Attempt));
        }
        finally
        {
            mails.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Run_EitherNodeIsKilledOrStoppedAgainAndAgain_IsWrittenOnceAndMailedOnce()
    {
        var undisturbed = await CrashTests.UndisturbedAsync();
        var database = await postgres.NewDatabaseAsync();
        await using var fixture = await SyncFixture.OpenAsync(
            realTime: true,
            settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", database)]
        );
        var run = await CrashTests.PreparedAsync(fixture);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        using var mail = new MailArrival(mails.FullName);
        await using var first = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        await using var second = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        CrashingProxy[] doors = [first, second];
        PortalProcess[] nodes = [await StartAsync(0), await StartAsync(1)];
        try
        {
            for (var strike = 0; strike < Kills; strike++)
            {
                // Every third end is an orderly one. Requests of both kinds, at all instants, further and further on.
                var orderly = strike % 3 == 1;
                var struck = await StruckAsync(
                    doors,
                    1 + strike % 5,
                    strike % 2 == 0,
                    (Instant)(strike % 3),
                    at =>
                    {
                        if (!orderly)
                        {
                            nodes[at].Kill();
                        }
                    },
                    mail.Task
                );
                if (struck is not { } dead)
                {
                    break;
                }

                var ended = TimeProvider.System.GetTimestamp();
                var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                doors[1 - dead].Arm(1, writesOnly: false, Instant.Before, () => taken.TrySetResult());
                if (orderly)
                {
                    await nodes[dead].StopAsync(Cancellation);
                }
                else
                {
                    await nodes[dead].ExitAsync(Cancellation);
                }

                // Where the strike was at the last request, the other one has nothing to send but the mail.
                await Task.WhenAny(taken.Task, mail.Task).WaitAsync(CrashTests.Patience, Cancellation);
                var took = TimeProvider.System.GetElapsedTime(ended);
                output.WriteLine(
                    $"{(orderly ? "stopped" : "killed")} {(Instant)(strike % 3)}: {took.TotalSeconds:0.0} s"
                );
                Assert.InRange(took, TimeSpan.Zero, orderly ? AfterStop : AfterKill);
                await nodes[dead].DisposeAsync();
                nodes[dead] = await StartAsync(dead);
            }

            await mail.Task.WaitAsync(CrashTests.Patience, Cancellation);
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }

        Assert.Single(mails.GetFiles("*.eml"));
        mails.Delete(recursive: true);
        undisturbed.AssertSame(await RunEndState.OfAsync(fixture, run, Cancellation));

        Task<PortalProcess> StartAsync(int node) =>
            PortalProcess.StartAsync(database, mails.FullName, doors[node].Address, StorageProvider.PostgreSql);
    }

    // The node that was struck first; null where the run ended before.
    private static async Task<int?> StruckAsync(
        CrashingProxy[] doors,
        int number,
        bool writesOnly,
        Instant at,
        Action<int> strike,
        Task ended
    )
    {
        var struck = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var node = 0; node < doors.Length; node++)
        {
            var own = node;
            doors[node]
                .Arm(number, writesOnly, at, () =>
                {
                    if (struck.TrySetResult(own))
                    {
                        strike(own);
                    }
                });
        }

        await Task.WhenAny(struck.Task, ended).WaitAsync(CrashTests.Patience, Cancellation);
        foreach (var door in doors)
        {
            door.Disarm();
        }

        return struck.Task.IsCompleted ? await struck.Task : null;
    }
}
