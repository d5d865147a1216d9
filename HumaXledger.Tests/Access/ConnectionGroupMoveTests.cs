using System.Net.WebSockets;
using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Components.Pages.Access;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Access.Circuits;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Live;
using HumaXledger.Tests.Portal.Localisation;

namespace HumaXledger.Tests.Access;

/// <summary>A connection that is placed in another group while its pages are open.</summary>
public sealed class ConnectionGroupMoveTests : IAsyncLifetime
{
    private readonly RunningPortal _portal = new() { Settings = ["--Access:PageRecheckEvery=00:00:00.2"] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _portal.InitializeAsync();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task Place_InAnotherGroup_ClosesOpenPagesAndTheHubAndIsLogged()
    {
        var subject = await StoredSubject.AddAsync(_portal, "Moved", "north");
        using var visitor = await Visitor.SignedInAsync(_portal.Url, "Kari", [Role.Viewer], Cancellation, "north");
        await using var page = await CircuitSocket.OpenAsync(visitor, $"/connections/{subject.Id}/runs", Cancellation);
        using var hub = await HubSocket.OpenAsync(_portal, visitor.Session!, Cancellation);
        await HubSocket.SendAsync(
            hub,
            new
            {
                type = 1,
                invocationId = "1",
                target = nameof(SyncProgressHub.Watch),
                arguments = new object[] { subject.Id },
            },
            Cancellation
        );
        Assert.DoesNotContain("error", await HubSocket.TextAsync(hub, Cancellation), StringComparison.Ordinal);

        var groups = _portal.Get<ConnectionGroups>();
        Assert.Equal(
            ["connection.groupOvertaken"],
            [(await groups.PlaceAsync(subject.Id, "east", "south", Actor.System, Cancellation))?.Code]
        );
        Assert.Equal(
            ["connection.groupUnusable"],
            [(await groups.PlaceAsync(subject.Id, "north", "South east", Actor.System, Cancellation))?.Code]
        );
        Assert.Null(await groups.PlaceAsync(subject.Id, "north", "south", Actor.System, Cancellation));

        await page.UntilAsync(Cancellation, Words.English<AccessText>("NoAccess.Title"));
        await EndsAsync(hub);
        var log = await _portal
            .Get<ActivityInspection>()
            .OfConnectionAsync(subject.Id, 0, 10, Actor.System, Cancellation);
        Assert.Contains(log.Records, act =>
            act.What == ActivityCodes.ConnectionGroupChanged && act.Arguments.SequenceEqual(["south"])
        );
        Assert.Equal(["south"], await groups.InUseAsync(Actor.System, Cancellation));
    }

    private static async Task EndsAsync(ClientWebSocket hub)
    {
        try
        {
            while ((await hub.ReceiveAsync(new byte[4096], Cancellation)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (WebSocketException)
        {
            // Ended without a farewell.
        }
    }
}
