using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Tests.Access.Circuits;

/// <summary>
/// The circuit of a page without a browser: opens the page and its web socket, answers as Blazor's script does, and can
/// send what no script would. What the server renders is kept as bytes.
/// </summary>
internal sealed partial class CircuitSocket : IAsyncDisposable
{
    private const char End = '\u001e';

    /// <summary>The object that takes the events of the page is the first one that the server hands over.</summary>
    private const long Events = 1;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly List<byte> _rendered = [];
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<string?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _leaving = new();
    private Task _reading = Task.CompletedTask;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _asked = new();
    private TaskCompletionSource _renderedMore = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;
    private volatile bool _ended;

    private CircuitSocket() { }

    /// <summary>The secret of the circuit, which lets its holder take the page over.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>The page's address on the server's side.</summary>
    public Uri Page { get; private set; } = null!;

    /// <summary>Whether the server still listens.</summary>
    public bool IsOpen => _socket.State == WebSocketState.Open;

    /// <summary>The texts of everything that was rendered so far.</summary>
    public string Rendered
    {
        get
        {
            lock (_gate)
            {
                return Encoding.UTF8.GetString([.. _rendered]);
            }
        }
    }

    /// <summary>Waits until the page has shown one of these texts.</summary>
    public async Task UntilAsync(CancellationToken cancellation, params IReadOnlyCollection<string> texts)
    {
        while (true)
        {
            var more = Volatile.Read(ref _renderedMore).Task;
            var shown = Rendered;
            if (texts.Any(text => shown.Contains(text, StringComparison.Ordinal)))
            {
                return;
            }

            Assert.True(IsOpen, $"The circuit ended before it showed {texts.First()}");
            await more.WaitAsync(Until.Patience, cancellation);
        }
    }

    /// <summary>Opens a page and waits until it takes events.</summary>
    /// <param name="html">The page whose components are started; null: the page of this path.</param>
    public static async Task<CircuitSocket> OpenAsync(
        Visitor visitor,
        string path,
        CancellationToken cancellation,
        string? html = null
    )
    {
        var circuit = new CircuitSocket { Page = new Uri(visitor.Portal, path) };
        circuit._socket.Options.Cookies = visitor.Cookies;
        circuit._socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        html ??= await HtmlAsync(visitor, path, cancellation);
        var address = new UriBuilder(new Uri(visitor.Portal, "/_blazor"))
        {
            Scheme = visitor.Portal.Scheme == Uri.UriSchemeHttps ? "wss" : "ws",
        };
        await circuit._socket.ConnectAsync(address.Uri, cancellation);
        await circuit.SendAsync(
            Encoding.UTF8.GetBytes("""{"protocol":"blazorpack","version":1}""" + End),
            cancellation
        );
        circuit._reading = circuit.ReadAsync(circuit._leaving.Token);
        var root = new Uri(visitor.Portal, "/").ToString();
        await circuit.CallAsync("start", "StartCircuit", root, $"{circuit.Page}", "[]", "");
        circuit.Secret = await circuit._started.Task.WaitAsync(cancellation) ?? "";
        await circuit.CallAsync(null, "UpdateRootComponents", Components(html), "");
        await circuit._attached.Task.WaitAsync(cancellation);
        return circuit;
    }

    /// <summary>The page as a browser gets it, with the components in it that the circuit starts.</summary>
    public static async Task<string> HtmlAsync(Visitor visitor, string path, CancellationToken cancellation)
    {
        using var page = await visitor.OpenAsync(path, cancellation);
        return await page.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>Calls a method of the circuit's hub.</summary>
    public Task CallAsync(string? id, string target, params object?[] arguments) =>
        SendAsync(PackedMessage.Call(id, target, arguments), _leaving.Token);

    /// <summary>Reports an event of the page, whether or not anything there listens.</summary>
    /// <returns>Whether the server handled it; false where it refused it, or ended the circuit.</returns>
    public Task<bool> DispatchAsync(long handler, string kind, object arguments) =>
        InvokeAsync(
            "DispatchEventAsync",
            Events,
            JsonSerializer.Serialize(
                new object[]
                {
                    new
                    {
                        eventHandlerId = handler,
                        eventName = kind,
                        eventFieldInfo = (object?)null,
                    },
                    arguments,
                }
            )
        );

    /// <summary>Calls a method of an object of the server, or a static one of an assembly.</summary>
    /// <returns>Whether the server did what was called; false where it refused it, or ended the circuit.</returns>
    public async Task<bool> InvokeAsync(string method, long instance, string arguments, string? assembly = null)
    {
        var call = $"{Interlocked.Increment(ref _calls)}";
        var answer = _asked[call] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await CallAsync(null, "BeginInvokeDotNetFromJS", call, assembly, method, instance, arguments);
        }
        catch (Exception) when (!IsOpen)
        {
            return false;
        }

        if (_ended)
        {
            answer.TrySetResult(false);
        }

        return await answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _socket.Dispose();
        await _reading;
        _leaving.Dispose();
        _sending.Dispose();
    }

    private static string Components(string html) =>
        $$"""{"batchId":1,"operations":[{{string.Join(
            ',',
            Marker()
                .Matches(html)
                .Select((marker, index) =>
                    $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{marker.Groups[1].Value}}}"""
                )
        )}}]}""";

    private async Task SendAsync(byte[] message, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, cancellation);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync(CancellationToken leaving)
    {
        try
        {
            var part = new byte[64 * 1024];
            var received = new List<byte>();
            var greeted = false;
            while (await _socket.ReceiveAsync(part, leaving) is { MessageType: not WebSocketMessageType.Close } message)
            {
                received.AddRange(part.AsSpan(0, message.Count));
                if (!greeted && received.IndexOf((byte)End) is >= 0 and var end)
                {
                    greeted = true;
                    received.RemoveRange(0, end + 1);
                }

                while (greeted && PackedMessage.Take(received) is { } whole)
                {
                    await TakeAsync(whole);
                }
            }
        }
        catch (Exception fault)
            when (fault is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // Left, or the server has ended the connection: IsOpen says so.
        }
        finally
        {
            _ended = true;
            _started.TrySetResult(null);
            _attached.TrySetResult();
            Signal();
            foreach (var call in _asked.Values)
            {
                call.TrySetResult(false);
            }
        }
    }

    private void Signal() =>
        Interlocked.Exchange(ref _renderedMore, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private async Task TakeAsync(object?[] message)
    {
        switch (message)
        {
            // The completion of a call: type, headers, id, kind of result, result.
            case [3L, _, "start", 3L, string secret]:
                _started.TrySetResult(secret);
                break;
            case [1L, _, _, "JS.RenderBatch", object?[] and [long batch, byte[] rendered], ..]:
                lock (_gate)
                {
                    _rendered.AddRange(rendered);
                }

                Signal();
                await CallAsync(null, "OnRenderCompleted", batch, null);
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object?[] and [long handle, string name, ..], ..]:
                if (name.EndsWith("attachWebRendererInterop", StringComparison.Ordinal))
                {
                    _attached.TrySetResult();
                }

                if (handle > 0)
                {
                    var result = name == "hx.watchNarrow" ? "false" : "null";
                    await CallAsync(null, "EndInvokeJSFromDotNet", handle, true, $"[{handle},true,{result}]");
                }

                break;
            case [1L, _, _, "JS.EndInvokeDotNet", object?[] and [string call, bool done, ..], ..]:
                if (_asked.TryRemove(call, out var answer))
                {
                    answer.TrySetResult(done);
                }

                break;
            case [1L, _, _, "JS.Error", ..]:
                // The circuit has ended; the server waits for the client to leave.
                _socket.Abort();
                break;
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();
}
