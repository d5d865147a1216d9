using System.Text;
using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Portal;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>A change that Huma tells of while the first synchronization is under way is not forgotten.</summary>
public sealed class EarlyMessageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_BetweenTheFirstComparisonAndItsRun_IsLookedAtWhenTheRunHasEnded()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        var people = workplace.Ordinary(3);
        workplace.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Address, "Storgata 1, 0155 Oslo, NO");
        await TellAsync(workplace, connection, people[1].HumaId);
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation);
        await TellAsync(workplace, connection, people[2].HumaId);
        await using var store = workplace.Store();
        Assert.Empty(await store.Notices.ToListAsync(Cancellation));

        await workplace.ApplyAsync(await workplace.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        // Who was told of before the reading was read as they are now.
        var notice = Assert.Single(await store.Notices.ToListAsync(Cancellation));
        Assert.Equal((people[2].HumaId.ToString(), NoticeKind.Updated, NoticeState.Waiting), (notice.HumaId.Value, notice.Kind, notice.State));
        Assert.Equal(0, await workplace.Get<EarlyMessages>().TakeUpAsync(connection, session.Record.StartedAt, Cancellation));
    }

    private static async Task TellAsync(Workplace workplace, Guid connection, Guid person)
    {
        var body = Encoding.UTF8.GetBytes(WebhookHost.Body(person));
        Assert.True(HumaMessageReader.TryRead(body, WebhookHost.Update, out var message, out _));
        Assert.True(await workplace.Get<WebhookInbox>().PutAsync(connection, message, body));
    }
}
