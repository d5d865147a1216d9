using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal;

/// <summary>A watcher from outside, over a real WebSocket in SignalR's JSON protocol.</summary>
public sealed class SyncProgressHubTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const char End = '\u001e';

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_ConnectionThatExists_GetsTheLatestValueAndThenNewerOnes()
    {
        var id = await portal.AddConnectionAsync("Hub");
        var feed = portal.Services.GetRequiredService<RunFeed>();
        feed.Publish(id, new Step("reading", 3));
        using var socket = await ConnectAsync();

        await SendAsync(socket, new { type = 1, target = "Watch", arguments = new object[] { id } });
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

        await SendAsync(socket, new { type = 1, invocationId = "1", target = "Watch", arguments = new object[] { Guid.NewGuid() } });

        var answer = await MessageAsync(socket, 3);
        Assert.Contains("no connection, comparison or run", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = new CookieContainer();
        socket.Options.Cookies.Add(portal.Url, new Cookie(portal.Session.Name, portal.Session.Value));
        var address = new UriBuilder(new Uri(portal.Url, SyncProgressHub.Path)) { Scheme = "ws" };
        await socket.ConnectAsync(address.Uri, Cancellation);
        await SendAsync(socket, new { protocol = "json", version = 1 });
        Assert.Equal("{}", await TextAsync(socket));
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, object message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + End), WebSocketMessageType.Text, true, Cancellation);

    private static async Task<(Guid Id, string? Kind, string? What, int Count)> ProgressAsync(ClientWebSocket socket)
    {
        var arguments = (await MessageAsync(socket, 1)).GetProperty("arguments");
        var value = arguments[2];
        return (arguments[0].GetGuid(), arguments[1].GetString(), value.GetProperty("what").GetString(), value.GetProperty("count").GetInt32());
    }

    /// <summary>The next message of a type: 1 is an invocation, 3 a completion, 6 a ping.</summary>
    private static async Task<JsonElement> MessageAsync(ClientWebSocket socket, int type)
    {
        while (true)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(await TextAsync(socket));
            if (message.GetProperty("type").GetInt32() == type)
            {
                return message;
            }
        }
    }

    private static async Task<string> TextAsync(ClientWebSocket socket)
    {
        var one = new byte[1];
        var text = new List<byte>();
        while (true)
        {
            await socket.ReceiveAsync(one, Cancellation);
            if (one[0] == End)
            {
                return Encoding.UTF8.GetString([.. text]);
            }

            text.Add(one[0]);
        }
    }

    private sealed record Step(string What, int Count);
}
