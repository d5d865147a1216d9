using System.Text;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Portal.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Webhooks;

/// <summary>A change that Huma reports during the first synchronization is not lost.</summary>
public sealed class DeferredMessageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_BetweenTheFirstComparisonAndItsRun_IsProcessedAfterTheRun()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var people = fixture.Ordinary(3);
        fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Address, "Storgata 1, 0155 Oslo, NO");
        await ReportAsync(fixture, connection, people[1].HumaId);
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );
        await ReportAsync(fixture, connection, people[2].HumaId);
        await using var store = fixture.Store();
        Assert.Empty(await store.PendingChanges.ToListAsync(Cancellation));

        await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        // People reported before the read were read with their current values.
        var pending = Assert.Single(await store.PendingChanges.ToListAsync(Cancellation));
        Assert.Equal(
            (people[2].HumaId.ToString(), PendingChangeKind.Updated, PendingChangeState.Waiting),
            (pending.HumaId.Value, pending.Kind, pending.State)
        );
        Assert.Equal(
            0,
            await fixture.Get<DeferredMessages>().TakeUpAsync(connection, session.Record.StartedAt, Cancellation)
        );
    }

    private static async Task ReportAsync(SyncFixture fixture, Guid connection, Guid person)
    {
        var body = Encoding.UTF8.GetBytes(WebhookHost.Body(person));
        Assert.True(HumaMessageReader.TryRead(body, WebhookHost.Update, out var message, out _));
        Assert.True(await fixture.Get<WebhookInbox>().PutAsync(connection, message, body));
    }
}
