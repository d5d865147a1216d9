using System.Net.WebSockets;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>An external client, over a real WebSocket in SignalR's JSON protocol.</summary>
public sealed class SyncProgressHubTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_ConnectionThatExists_GetsTheLatestValueAndThenNewerOnes()
    {
        var id = await portal.AddConnectionAsync("Hub");
        var feed = portal.Services.GetRequiredService<RunFeed>();
        feed.Publish(id, new Step("reading", 3));
        using var socket = await ConnectAsync();

        await HubSocket.SendAsync(
            socket,
            new
            {
                type = 1,
                target = "Watch",
                arguments = new object[] { id },
            },
            Cancellation
        );
        var first = await ProgressAsync(socket);
        feed.Publish(id, new Step("writing", 7));
        var second = await ProgressAsync(socket);

        Assert.Equal((id, "Step", "reading", 3), first);
        Assert.Equal((id, "Step", "writing", 7), second);
    }

    [Fact]
    public async Task Watch_IdOfNothing_IsRefused()
    {
        using var socket = await ConnectAsync();

        await HubSocket.SendAsync(
            socket,
            new
            {
                type = 1,
                invocationId = "1",
                target = "Watch",
                arguments = new object[] { Guid.NewGuid() },
            },
            Cancellation
        );

        var answer = await MessageAsync(socket, 3);
        Assert.Contains(
            "no connection, comparison or run",
            answer.GetProperty("error").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Watch_SessionEndsMeanwhile_IsDisconnected()
    {
        using var visitor = await Visitor.SignedInAsync(portal.Url, "Kari Watcher", [Role.Viewer], Cancellation);
        using var socket = await HubSocket.OpenAsync(portal, visitor.Session!, Cancellation);
        var connection = await portal.AddConnectionAsync("Hub of a watcher");
        var feed = portal.Get<RunFeed>();
        feed.Publish(connection, new Step("before", 0));
        await HubSocket.SendAsync(
            socket,
            new
            {
                type = 1,
                target = "Watch",
                arguments = new object[] { connection },
            },
            Cancellation
        );
        Assert.Equal("before", (await ProgressAsync(socket)).What);

        using (
            await visitor.PostAsync(
                SignInRoutes.Out,
                [await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation)],
                Cancellation
            )
        )
        {
            Assert.Null(visitor.Session);
        }

        // The next session check is due within a second; values published until then may still arrive.
        var closed = false;
        for (var count = 1; !closed; count++)
        {
            feed.Publish(connection, new Step("after", count));
            closed = !await ArrivesAsync(socket);
        }
    }

    private static async Task<bool> ArrivesAsync(ClientWebSocket socket)
    {
        try
        {
            return (await socket.ReceiveAsync(new byte[4096], Cancellation)).MessageType != WebSocketMessageType.Close;
        }
        catch (WebSocketException)
        {
            return false;
        }
    }

    private Task<ClientWebSocket> ConnectAsync() => HubSocket.OpenAsync(portal, portal.Session, Cancellation);

    private static async Task<(Guid Id, string? Kind, string? What, int Count)> ProgressAsync(ClientWebSocket socket)
    {
        var arguments = (await MessageAsync(socket, 1)).GetProperty("arguments");
        var value = arguments[2];
        return (
            arguments[0].GetGuid(),
            arguments[1].GetString(),
            value.GetProperty("what").GetString(),
            value.GetProperty("count").GetInt32()
        );
    }

    /// <summary>The next message of a type: 1 is an invocation, 3 a completion, 6 a ping.</summary>
    private static async Task<JsonElement> MessageAsync(ClientWebSocket socket, int type)
    {
        while (true)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(await HubSocket.TextAsync(socket, Cancellation));
            if (message.GetProperty("type").GetInt32() == type)
            {
                return message;
            }
        }
    }

    private sealed record Step(string What, int Count);
}
