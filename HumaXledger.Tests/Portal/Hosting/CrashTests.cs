using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Webhooks;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The real Portal is killed at random times during runs that add and update in both systems, and restarted. In the end
/// both systems, the journal and the baselines are as after an undisturbed run. <c>HUMAXLEDGER_CRASHES</c> is the
/// number of crashes (default 10), <c>HUMAXLEDGER_CRASH_SEED</c> repeats a series; the seed is in the output.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    // From a start to the end of the run; longer means that it hangs.
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Portal_KilledAtRandomTimesAndRestarted_EndsInTheSameState()
    {
        var wanted = int.Parse(
            Environment.GetEnvironmentVariable("HUMAXLEDGER_CRASHES") ?? "10",
            CultureInfo.InvariantCulture
        );
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("HUMAXLEDGER_CRASH_SEED") ?? $"{Random.Shared.Next(100_000)}",
            CultureInfo.InvariantCulture
        );
        output.WriteLine($"HUMAXLEDGER_CRASH_SEED={seed}");
        var random = new Random(seed);
        var undisturbed = await UndisturbedAsync();
        var watch = Stopwatch.StartNew();
        for (var (killed, runs) = (0, 1); killed < wanted; runs++)
        {
            var kills = await DisturbedAsync(random, wanted - killed, undisturbed);
            Assert.True(kills > 0, "The run ended before anybody was killed.");
            killed += kills;
            output.WriteLine($"Run {runs}: {kills} kills, {killed} in all, {watch.Elapsed:mm\\:ss}");
        }
    }

    [Fact]
    public async Task Portal_StoppedDuringARun_StopsAtOnceWithoutAFaultAndResumesAtTheNextStart()
    {
        var undisturbed = await UndisturbedAsync();
        await using var fixture = await SyncFixture.OpenAsync(realTime: true, sealsItself: true);
        var run = await PreparedAsync(fixture);
        await using var door = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        try
        {
            foreach (var number in new[] { 2, 25 })
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using var portal = await PortalProcess.StartAsync(
                    fixture.ConnectionString,
                    mails.FullName,
                    door.Address
                );
                door.Arm(number, writesOnly: true, Instant.Answered, () => reached.TrySetResult());
                await FirstAsync(portal, reached.Task);
                await StopAsync(portal);
            }

            await using (var store = fixture.Store())
            {
                Assert.Equal(
                    RunState.Running,
                    (await store.Runs.SingleAsync(row => row.Id == run, Cancellation)).State
                );
            }

            await EndAsync(fixture, run, door, mails.FullName);
            undisturbed.AssertSame(await RunEndState.OfAsync(fixture, run, Cancellation));
        }
        finally
        {
            mails.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Portal_StartedWithAnInterruptedComparisonAndAnUnsentResult_FinishesAndMailsThem()
    {
        await using var fixture = await SyncFixture.OpenAsync(realTime: true, sealsItself: true);
        var run = await PreparedAsync(fixture);
        var report = await fixture.RunAsync(run, Cancellation);
        var comparison = await fixture
            .Get<Compare>()
            .StartAsync(report.Connection.Id, SyncFixture.Administrator, Cancellation);
        await using var door = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        try
        {
            using (var mail = new MailArrival(mails.FullName))
            {
                await using var portal = await PortalProcess.StartAsync(
                    fixture.ConnectionString,
                    mails.FullName,
                    door.Address
                );
                await FirstAsync(portal, mail.Task);
                await using var store = fixture.Store();
                await Until.SoAsync(
                    async () =>
                        !await store.Comparisons.AnyAsync(
                            row => row.Id == comparison && row.State == ComparisonState.Running,
                            Cancellation
                        ),
                    Patience
                );

                await StopAsync(portal);
            }

            await using var after = fixture.Store();
            Assert.Equal(
                ComparisonState.Complete,
                (await after.Comparisons.SingleAsync(row => row.Id == comparison, Cancellation)).State
            );
            Assert.NotNull((await after.Runs.SingleAsync(row => row.Id == run, Cancellation)).MailedAt);
            Assert.Single(mails.GetFiles("*.eml"));
        }
        finally
        {
            mails.Delete(recursive: true);
        }
    }

    internal static async Task<RunEndState> UndisturbedAsync()
    {
        await using var fixture = await SyncFixture.OpenAsync(realTime: true, sealsItself: true);
        var run = await PreparedAsync(fixture);
        await fixture.RunAsync(run, Cancellation);
        return await RunEndState.OfAsync(fixture, run, Cancellation);
    }

    // The run is stored without a job, as after a crash between the two.
    internal static async Task<Guid> PreparedAsync(SyncFixture fixture)
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.DecideEverythingAsync(
            await fixture.CompareAsync(connection, Cancellation),
            Cancellation
        );
        var plan = await fixture.PlanAsync(session, Cancellation);
        return Assert
            .IsType<Answer<Guid>.Done>(
                await fixture
                    .Get<StartRun>()
                    .StartAsync(plan, SyncFixture.Administrator, "kari@example.no", "nb-NO", Cancellation)
            )
            .Value;
    }

    private async Task<int> DisturbedAsync(Random random, int most, RunEndState undisturbed)
    {
        await using var fixture = await SyncFixture.OpenAsync(realTime: true, sealsItself: true, log: LogLevel.Trace);
        var run = await PreparedAsync(fixture);
        await using var door = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        try
        {
            var kills = 0;
            while (kills < most && await KilledAsync(random, fixture, door, mails.FullName))
            {
                kills++;
            }

            await EndAsync(fixture, run, door, mails.FullName);
            Assert.Single(mails.GetFiles("*.eml"));
            undisturbed.AssertSame(await RunEndState.OfAsync(fixture, run, Cancellation));
            await using var store = fixture.Store();
            var record = await store.Runs.SingleAsync(row => row.Id == run, Cancellation);
            Assert.Equal(RunState.Completed, record.State);
            Assert.NotNull(record.MailedAt);
            await fixture.AssertNothingLeakedAsync(Cancellation);
            return kills;
        }
        finally
        {
            mails.Delete(recursive: true);
        }
    }

    // Undisturbed: the run completes, and the process is stopped as by a service manager.
    private static async Task EndAsync(SyncFixture fixture, Guid run, CrashingProxy door, string mails)
    {
        await using var store = fixture.Store();
        var isMailed = await store.Runs.AnyAsync(row => row.Id == run && row.MailedAt != null, Cancellation);
        using var mail = new MailArrival(mails);
        await using var portal = await PortalProcess.StartAsync(fixture.ConnectionString, mails, door.Address);
        // If the mail was sent before the last kill, nothing is left to do.
        await FirstAsync(portal, isMailed ? portal.Started : mail.Task);
        await StopAsync(portal);
    }

    // False when the run completed before the kill.
    private async Task<bool> KilledAsync(Random random, SyncFixture fixture, CrashingProxy door, string mails)
    {
        // Most kills are at or around a write, the rest at any request.
        var writesOnly = random.Next(3) > 0;
        var (number, at) = (1 + random.Next(random.Next(2) == 0 ? 4 : 40), (Instant)random.Next(3));
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var mail = new MailArrival(mails);
        await using var portal = await PortalProcess.StartAsync(fixture.ConnectionString, mails, door.Address);
        door.Arm(number, writesOnly, at, () =>
        {
            struck.TrySetResult();
            portal.Kill();
        });
        var wasStruck = await FirstAsync(portal, struck.Task, mail.Task) == struck.Task;
        door.Disarm();
        // The mail was sent; whether that is recorded is a matter of milliseconds.
        portal.Kill();
        await portal.ExitAsync(Cancellation);
        output.WriteLine(
            $"{(wasStruck ? at : "mailed")} {(writesOnly ? "write" : "request")} {number}; "
                + $"{door.Requests} requests so far"
        );
        return wasStruck;
    }

    private static async Task StopAsync(PortalProcess portal)
    {
        var (code, took) = await portal.StopAsync(Cancellation);
        Assert.True(
            code == 0 && took < TimeSpan.FromSeconds(20),
            $"Stopping ended with {code} after {took.TotalSeconds:0.0} s. {portal.Said}"
        );
        Assert.DoesNotContain("ObjectDisposedException", portal.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", portal.Said, StringComparison.Ordinal);
    }

    private static async Task<Task> FirstAsync(PortalProcess portal, params Task[] awaited)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        try
        {
            var exit = portal.ExitAsync(leaving.Token);
            var first = await Task.WhenAny([.. awaited, exit]).WaitAsync(Patience, Cancellation);
            // A killed process exits: an awaited event that happened before takes precedence.
            first = awaited.FirstOrDefault(task => task.IsCompleted) ?? first;
            Assert.True(first != exit, $"The Portal ended by itself. {portal.Said}");
            return first;
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The run did not end. {portal.Said}");
            throw;
        }
        finally
        {
            await leaving.CancelAsync();
        }
    }
}
