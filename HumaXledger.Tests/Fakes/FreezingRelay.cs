using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HumaXledger.Tests.Fakes;

/// <summary>
/// Stands between a client and PostgreSQL and can stop carrying the connections of one application without closing
/// them, as a firewall does that forgets a connection.
/// </summary>
internal sealed class FreezingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly EndPoint _server;
    private readonly byte[] _application;
    private volatile CancellationTokenSource _thawed = new();

    private FreezingRelay(EndPoint server, string application)
    {
        (_server, _application) = (server, Encoding.ASCII.GetBytes(application));
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <param name="host">A folder with the server's socket, or its name.</param>
    /// <param name="application">The <c>application_name</c> of the connections that can freeze.</param>
    public static FreezingRelay To(string host, int port, string application) =>
        new(
            host.StartsWith('/')
                ? new UnixDomainSocketEndPoint($"{host}/.s.PGSQL.{port}")
                : new DnsEndPoint(host, port),
            application
        );

    /// <summary>The connections of the application that are open now carry nothing more; later ones do.</summary>
    public void Freeze() => Interlocked.Exchange(ref _thawed!, new CancellationTokenSource())!.Cancel();

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync(_ending.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test has ended.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(
            _server is UnixDomainSocketEndPoint ? AddressFamily.Unix : AddressFamily.InterNetwork,
            SocketType.Stream,
            _server is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp
        );
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, _ending.Token);
                var frozen = _thawed.Token;
                var froze = new TaskCompletionSource<bool>();
                await Task.WhenAny(PumpAsync(client, server, froze, frozen), PumpAsync(server, client, froze, frozen));
                if (froze.Task.IsCompleted)
                {
                    await new TaskCompletionSource().Task.WaitAsync(_ending.Token);
                }
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException)
            {
                // The test has ended, or one side closed.
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to, TaskCompletionSource<bool> froze, CancellationToken frozen)
    {
        var buffer = new byte[16_384];
        var canFreeze = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, frozen);
        while (await from.ReceiveAsync(buffer, canFreeze ? stop.Token : _ending.Token) is > 0 and var count)
        {
            if (!canFreeze && buffer.AsSpan(0, count).IndexOf(_application) >= 0)
            {
                canFreeze = true;
            }

            if (canFreeze && frozen.IsCancellationRequested)
            {
                froze.TrySetResult(true);
                return;
            }

            await to.SendAsync(buffer.AsMemory(0, count), _ending.Token);
        }
    }
}
