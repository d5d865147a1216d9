using System.Diagnostics;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Outages;

/// <summary>The whole Portal on a PostgreSQL whose disk is really full.</summary>
public sealed class FullPostgresTests(ITestOutputHelper output)
{
    private const int Megabytes = 192;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_TheDiskOfTheServerIsFull_SaysSoReadsNothingAndGoesOnWhenThereIsRoom()
    {
        if (!await CanHaveDiskAsync())
        {
            output.WriteLine("Nothing was tested: this user cannot make a disk of its own (unshare --mount).");
            return;
        }

        // What Xledger answers arrives when the test lets it.
        using var arrives = new ManualResetEventSlim(initialState: true);
        await using var detour = await Detour.StartAsync();
        detour.Amend = (_, _) => arrives.Wait(Cancellation);
        await using var server = PostgresServer.OnDiskOf(Megabytes);
        await using var portal = new RunningPortal
        {
            People = 350,
            Settings =
            [
                "--Storage:Provider=PostgreSql",
                $"--ConnectionStrings:HumaXledger={await server.NewDatabaseAsync()}",
                $"--Xledger:Environments:Sandbox:Endpoint={new Uri(detour.Address, "xledger/graphql")}",
            ],
        };
        await portal.InitializeAsync();
        detour.Target = new Uri(portal.SandboxAddress);
        var connection = await portal.ConnectAsync(Cancellation);
        try
        {
            await ComparisonAsync(portal, server, connection, arrives);
        }
        finally
        {
            // Also after a failed assertion: the portal waits for what Xledger answers.
            arrives.Set();
        }

        await RunAsync(portal, server, new OutageRun(portal, connection));

        Assert.Contains(portal.Log.Lines, line =>
            line.Contains("The database cannot be used (Full, 53100)", StringComparison.Ordinal)
        );
    }

    // Root, in a container only where it has the right to mount.
    private static async Task<bool> CanHaveDiskAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using var trial = Process.Start(
            new ProcessStartInfo("unshare", ["--mount", "sh", "-c", "mount -t tmpfs tmpfs /mnt"])
            {
                RedirectStandardError = true,
            }
        )!;
        await trial.WaitForExitAsync(Cancellation);
        return trial.ExitCode == 0;
    }

    // Filled while both systems are read: the result finds no room.
    private static async Task ComparisonAsync(
        RunningPortal portal,
        PostgresServer server,
        Guid connection,
        ManualResetEventSlim arrives
    )
    {
        // The reading lasts until the disk is full.
        arrives.Reset();
        var comparison = await portal
            .Get<SyncJobs>()
            .CompareAsync(connection, ConnectedPortal.Administrator, Cancellation);
        var (filled, waited) = (false, false);
        await foreach (var progress in portal.Get<RunFeed>().WatchAsync<CompareProgress>(comparison, Cancellation))
        {
            if (!filled && progress.Huma.Read > 0)
            {
                filled = true;
                await server.FillDiskAsync();
                arrives.Set();
            }
            else if (filled && !waited && progress.Failure is { } why)
            {
                Assert.Equal(StorageReasons.Full, why.Code);
                Assert.Equal(ComparisonState.Running, progress.State);
                waited = true;
                // It tries again and finds no room before it asks Xledger for anything.
                var (requests, met) = (portal.World.Meter.ThisMonth.Requests, portal.Get<StoreOutages>().Met);
                await Until.SoAsync(() => portal.Get<StoreOutages>().Met > met + 1);
                Assert.Equal(requests, portal.World.Meter.ThisMonth.Requests);
                await server.ClearDiskAsync();
            }
        }

        Assert.True(filled && waited);
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        Assert.Equal(
            ComparisonState.Complete,
            (await store.Comparisons.SingleAsync(row => row.Id == comparison, Cancellation)).State
        );
    }

    // A small note may still fit into what the server holds already; then there is nothing to wait for.
    private static async Task RunAsync(RunningPortal portal, PostgresServer server, OutageRun run)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cleared = Task.CompletedTask;
        await run.RunAsync(
            4,
            write =>
            {
                if (write == 2)
                {
                    var met = portal.Get<StoreOutages>().Met;
                    server.FillDiskAsync().GetAwaiter().GetResult();
                    cleared = Task.Run(async () =>
                    {
                        await Until.SoAsync(() => portal.Get<StoreOutages>().Met > met || ended.Task.IsCompleted);
                        await server.ClearDiskAsync();
                    });
                }
            },
            Cancellation
        );
        ended.SetResult();
        await cleared;
    }
}
