using System.Net;
using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Tests.Browser.Support;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>
/// The table Keys is emptied between two starts of the real Portal: nothing crashes, the remedy is reported, and
/// following it is sufficient.
/// </summary>
public sealed class LostKeyRingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Portal_WithALostKeyRing_ReportsItStaysReadableAndRecoversWithNewKeys()
    {
        await using var portal = new RunningPortal { SealsItself = true };
        await portal.InitializeAsync();
        var connection = await portal.ConnectAsync(Cancellation);
        var run = await SynchronizeAsync(portal, connection);
        await portal.CompareAsync(connection, Cancellation);
        Assert.IsType<Answer<MadeWebhookKey>.Done>(
            await portal.Get<WebhookKeys>().MakeAsync(connection, ConnectedPortal.Administrator, Cancellation)
        );
        var before = portal.Session;

        await portal.RestartAsync(async store => await store.Keys.ExecuteDeleteAsync(Cancellation));

        using (var old = new Visitor(portal.Url))
        {
            old.Cookies.Add(new Cookie(before.Name, before.Value, "/", portal.Url.Host));
            using var answer = await old.OpenAsync("/", Cancellation);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }

        using var visitor = await Visitor.SignedInAsync(portal.Url, "Kari", Enum.GetValues<Role>(), Cancellation);
        foreach (var page in new[] { "", "/people", "/runs", "/activity", "/settings", "/details", "/sync", "/keys" })
        {
            using var answer = await visitor.OpenAsync($"/connections/{connection}{page}", Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page} answers {answer.StatusCode}");
        }

        using (var answer = await visitor.OpenAsync($"/connections/{connection}/runs/{run}", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await using (
            var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation)
        )
        {
            Assert.Equal(
                [AlertReasons.SecretUnreadable, AlertReasons.SecretUnreadable],
                await store
                    .Health.Where(row => row.ConnectionId == connection)
                    .Select(row => row.Reason!.Code)
                    .ToListAsync(Cancellation)
            );
            Assert.Equal(
                2,
                await store.Alerts.CountAsync(
                    row => row.ConnectionId == connection && row.ClosedAt == null,
                    Cancellation
                )
            );
            Assert.Empty(await store.WebhookKeys.ToListAsync(Cancellation));
            Assert.Equal(
                ActivityCodes.WebhookKeysLost,
                await store
                    .Activity.Where(row => row.What == ActivityCodes.WebhookKeysLost)
                    .Select(row => row.What)
                    .SingleAsync(Cancellation)
            );
            Assert.All(await store.Comparisons.ToListAsync(Cancellation), record =>
                Assert.Equal(
                    (ComparisonState.Failed, AlertReasons.ComparisonUnreadable),
                    (record.State, record.Failure?.Code)
                )
            );
        }

        var failed = await TryCompareAsync(portal, connection);
        Assert.Equal((ComparisonState.Failed, AlertReasons.SecretUnreadable), (failed.State, failed.Failure?.Code));
        Assert.Equal(AlertReasons.ComparisonUnreadable, (await PendingChangeAsync(portal, connection)).Reason?.Code);

        await ReplaceKeysAsync(portal, connection);
        Assert.Empty(await portal.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation));
        Assert.All(await portal.Get<TokenHealth>().LastAsync(connection, Actor.System, Cancellation), side =>
            Assert.Null(side.Reason?.Code)
        );
        var session = await portal.CompareAsync(connection, Cancellation);

        Assert.NotEmpty(session.Comparison.Matches.Pairs);
        // Baselines of numbers are lost; no number is proposed to be written because of that.
        Assert.DoesNotContain(session.Preview.Changes, change =>
            change.Field is Field.Identification or Field.BankAccount
        );
        Assert.DoesNotContain(portal.Log.Lines, line =>
            line.Contains(portal.World.FullXledgerToken.Text, StringComparison.Ordinal)
        );
    }

    private static async Task<Guid> SynchronizeAsync(RunningPortal portal, Guid connection)
    {
        var session = await portal.CompareAsync(connection, Cancellation);
        var some = session
            .Comparison.Differences.Where(difference =>
                Review.Can(difference, Core.Planning.Deciding.FieldChoice.UseHuma)
            )
            .Take(5)
            .ToList();
        (session, _) = await portal
            .Get<Review>()
            .DecideAsync(
                session,
                some,
                Core.Planning.Deciding.FieldChoice.UseHuma,
                ConnectedPortal.Administrator,
                Cancellation
            );
        return await portal.ApplyAsync(await portal.ConfirmGuardsAsync(session, Cancellation), Cancellation);
    }

    private static async Task<ComparisonRecord> TryCompareAsync(RunningPortal portal, Guid connection)
    {
        var id = await portal.Get<Compare>().StartAsync(connection, ConnectedPortal.Administrator, Cancellation);
        await portal.Get<Compare>().RunAsync(id, new Progress<CompareProgress>(), Cancellation);
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        return await store.Comparisons.SingleAsync(record => record.Id == id, Cancellation);
    }

    private static async Task<PendingChange> PendingChangeAsync(RunningPortal portal, Guid connection)
    {
        var person = new HumaId($"{Guid.NewGuid()}");
        await portal
            .Get<ChangeQueue>()
            .PutAsync(connection, [person], PendingChangeSource.Webhook, PendingChangeKind.Updated, null, Cancellation);
        await portal.Get<InboundSync>().ProcessAsync(connection, new Progress<RunProgress>(), Cancellation);
        await using var store = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        return await store.PendingChanges.SingleAsync(pending => pending.HumaId == person, Cancellation);
    }

    // The sandbox has the same key and token after each start.
    private static async Task ReplaceKeysAsync(RunningPortal portal, Guid connection)
    {
        var replacing = portal.Get<KeyReplacement>();
        NewKey[] keys =
        [
            new NewKey.Huma($"{portal.World.FullHumaKey.ClientId}", new Secret(portal.World.FullHumaKey.Text)),
            new NewKey.Xledger(Core.Xledger.XledgerToken.TryRead(portal.World.FullXledgerToken.Text, out _)!),
        ];
        foreach (var key in keys)
        {
            var findings = new SetupFindings();
            await foreach (
                var check in replacing.VerifyAsync(
                    connection,
                    key,
                    findings,
                    ConnectedPortal.Administrator,
                    Cancellation
                )
            )
            {
                Assert.NotEqual(SetupCheckState.Failed, check.State);
            }

            Assert.Null(
                await replacing.ReplaceAsync(
                    connection,
                    key,
                    findings,
                    authorityConfirmed: true,
                    ConnectedPortal.Administrator,
                    Cancellation
                )
            );
        }
    }
}
