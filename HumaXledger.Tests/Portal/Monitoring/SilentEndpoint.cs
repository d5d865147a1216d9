using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>A real socket that accepts every connection and never answers.</summary>
internal sealed class SilentEndpoint : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _held = [];
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SilentEndpoint()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Ends when the first connection has come.</summary>
    public Task Called => _called.Task;

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var client in _held)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _held.Add(await _listener.AcceptTcpClientAsync());
                _called.TrySetResult();
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
