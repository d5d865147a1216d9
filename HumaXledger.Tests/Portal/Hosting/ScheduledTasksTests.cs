using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Portal.Mail;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Webhooks;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The real Portal runs its scheduled tasks by Quartz: what became due during downtime runs once, and findings are
/// mailed.
/// </summary>
public sealed class ScheduledTasksTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Portal_StartedAfterDowntime_ChecksDriftOnceChecksTheCredentialsAndMailsAlerts()
    {
        await using var fixture = await SyncFixture.OpenAsync(realTime: true, sealsItself: true);
        var connection = await fixture.ConnectAsync(Cancellation);
        var then = DateTime.UtcNow.AddDays(-3);
        await using var store = fixture.Store();
        var row = await store.Connections.SingleAsync(Cancellation);
        (row.State, row.CreatedAt, row.LastSyncedAt, row.QuickComparisonMinutes, row.DriftThreshold) = (
            ConnectionState.Active,
            then,
            then,
            null,
            0
        );
        row.AlertsTo = [new AlertRecipient("kari@example.no", "nb-NO")];
        await store.SaveChangesAsync(Cancellation);
        var mails = Directory.CreateTempSubdirectory("humaxledger-mail-");
        try
        {
            await using var door = await CrashingProxy.OpenAsync(fixture.Sandbox.HumaBaseAddress);
            await RunAsync("00:00:01");
            // Restarted with another interval: finished tasks do not run again.
            await RunAsync("00:00:02", awaitMail: false);

            var mail = await PickedUpMail.ReadAsync(Assert.Single(mails.GetFiles("*.eml")), Cancellation);
            Assert.Equal("Fjellheim Norge AS: Huma og Xledger er mer ulike enn grensen", mail.Subject);
            Assert.Equal(
                ComparisonState.Closed,
                (await store.Comparisons.AsNoTracking().SingleAsync(Cancellation)).State
            );
            Assert.True((await store.DriftReports.AsNoTracking().SingleAsync(Cancellation)).Findings.Differences > 0);
            Assert.All(await store.Health.AsNoTracking().ToListAsync(Cancellation), health =>
                Assert.Null(health.Reason?.Code)
            );
            Assert.Equal(2, await store.Health.CountAsync(health => health.ConnectionId == connection, Cancellation));

            async Task RunAsync(string every, bool awaitMail = true)
            {
                using var arrival = new MailArrival(mails.FullName);
                await using var portal = await PortalProcess.StartAsync(
                    fixture.ConnectionString,
                    mails.FullName,
                    door.Address,
                    more: [$"--Schedule:Every={every}", "--Alerts:MailAfter=00:00:00", "--Health:AgainAfter=00:01:00"]
                );
                if (awaitMail)
                {
                    await arrival.Task.WaitAsync(CrashTests.Patience, Cancellation);
                }
                else
                {
                    await RoundAsync();
                }

                var (code, _) = await portal.StopAsync(Cancellation);
                Assert.True(code == 0, portal.Said);
                Assert.DoesNotContain("fail:", portal.Said, StringComparison.Ordinal);
            }
        }
        finally
        {
            mails.Delete(recursive: true);
        }

        // A round checks credentials whose last check is old: that shows that it ran.
        async Task RoundAsync()
        {
            await store.Health.ExecuteUpdateAsync(
                set => set.SetProperty(health => health.CheckedAt, then),
                Cancellation
            );
            await Until.SoAsync(
                async () => await store.Health.CountAsync(health => health.CheckedAt > then, Cancellation) >= 2,
                CrashTests.Patience
            );
        }
    }
}
