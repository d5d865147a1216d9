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
public sealed class NodeFailoverTests(PostgresServer postgres)
{
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
            PortalProcess[] nodes =
            [
                .. doors.Select(door =>
                    PortalProcess.Start(database, mails.FullName, door.Address, StorageProvider.PostgreSql)
                ),
            ];
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
}
