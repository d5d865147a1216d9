using System.Net.WebSockets;
using System.Text;
using HumaXledger.Tests.Portal.Live;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>A client that watches the hub during the whole test.</summary>
internal sealed class HubListener(ClientWebSocket socket, Task<string> hearing, CancellationTokenSource ending)
    : IAsyncDisposable
{
    public static async Task<HubListener> OpenAsync(
        RunningPortal portal,
        Guid connection,
        CancellationToken cancellation
    )
    {
        var socket = await HubSocket.OpenAsync(portal, portal.Session, cancellation);
        await HubSocket.SendAsync(
            socket,
            new
            {
                type = 1,
                target = "Watch",
                arguments = new object[] { connection },
            },
            cancellation
        );
        var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        return new HubListener(socket, HearAsync(socket, ending.Token), ending);
    }

    public async Task<string> HeardAsync()
    {
        await ending.CancelAsync();
        var heard = await hearing;
        Assert.Contains("progress", heard, StringComparison.Ordinal);
        return heard;
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        ending.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> HearAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var heard = new StringBuilder();
        var part = new byte[8192];
        try
        {
            while (await socket.ReceiveAsync(part, cancellation) is { Count: > 0 } received)
            {
                heard.Append(Encoding.UTF8.GetString(part, 0, received.Count));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            // The test has ended.
        }

        return heard.ToString();
    }
}
