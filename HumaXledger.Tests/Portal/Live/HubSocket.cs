using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Browser.Support;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>A WebSocket to the progress hub, in SignalR's JSON protocol.</summary>
internal static class HubSocket
{
    private const char End = '\u001e';

    public static async Task<ClientWebSocket> OpenAsync(
        RunningPortal portal,
        Cookie session,
        CancellationToken cancellation
    )
    {
        var socket = new ClientWebSocket();
        socket.Options.Cookies = new CookieContainer();
        socket.Options.Cookies.Add(portal.Url, new Cookie(session.Name, session.Value));
        var address = new UriBuilder(new Uri(portal.Url, SyncProgressHub.Path)) { Scheme = "ws" };
        await socket.ConnectAsync(address.Uri, cancellation);
        await SendAsync(socket, new { protocol = "json", version = 1 }, cancellation);
        Assert.Equal("{}", await TextAsync(socket, cancellation));
        return socket;
    }

    public static Task SendAsync(ClientWebSocket socket, object message, CancellationToken cancellation) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + End),
            WebSocketMessageType.Text,
            true,
            cancellation
        );

    /// <summary>The next message.</summary>
    public static async Task<string> TextAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var one = new byte[1];
        var text = new List<byte>();
        while (true)
        {
            await socket.ReceiveAsync(one, cancellation);
            if (one[0] == End)
            {
                return Encoding.UTF8.GetString([.. text]);
            }

            text.Add(one[0]);
        }
    }
}
