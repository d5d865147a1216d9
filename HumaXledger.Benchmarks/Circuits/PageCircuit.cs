using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HumaXledger.Tests.Access.Circuits;

namespace HumaXledger.Benchmarks.Circuits;

/// <summary>
/// A page and its circuit without a browser: keeps what is rendered, answers what the page's script would answer, and
/// clicks and scrolls.
/// </summary>
internal sealed partial class PageCircuit : IAsyncDisposable
{
    private const char End = '\u001e';
    private const long Events = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The server ends a connection that is silent for half a minute.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private static readonly byte[] Ping = [0x02, 0x91, 0x06];

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _leaving = new();
    private readonly Lock _gate = new();
    private readonly RenderedPage _page = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<RenderedPage, bool>? _awaited;
    private TaskCompletionSource _shown = new();
    private Task _reading = Task.CompletedTask;
    private Task _beating = Task.CompletedTask;
    private string? _ended;
    private long _list;
    private int _calls;

    private PageCircuit() { }

    /// <summary>Bytes of all messages received so far, before compression.</summary>
    public long Received { get; private set; }

    /// <summary>Opens a page and starts its circuit; what it shows comes later.</summary>
    public static async Task<PageCircuit> OpenAsync(SignedInUser user, string path)
    {
        var circuit = new PageCircuit();
        var html = await user.PageAsync(path);
        circuit._socket.Options.Cookies = user.Cookies;
        // As browsers do.
        circuit._socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        var address = new UriBuilder(new Uri(user.Portal, "/_blazor")) { Scheme = "ws" };
        await circuit._socket.ConnectAsync(address.Uri, circuit._leaving.Token);
        await circuit.SendAsync(Encoding.UTF8.GetBytes("""{"protocol":"blazorpack","version":1}""" + End));
        circuit._reading = circuit.ReadAsync();
        circuit._beating = circuit.BeatAsync();
        var page = new Uri(user.Portal, path).ToString();
        await circuit.CallAsync("start", "StartCircuit", new Uri(user.Portal, "/").ToString(), page, "[]", "");
        await circuit._started.Task;
        await circuit.CallAsync(null, "UpdateRootComponents", Components(html), "");
        return circuit;
    }

    /// <summary>Something on the page.</summary>
    public T Look<T>(Func<RenderedPage, T> at)
    {
        lock (_gate)
        {
            return at(_page);
        }
    }

    /// <summary>Waits until the page shows something. One wait at a time.</summary>
    public Task UntilAsync(Func<RenderedPage, bool> shows)
    {
        lock (_gate)
        {
            if (_ended is { } why)
            {
                throw new InvalidOperationException($"The circuit has ended: {why}");
            }

            if (shows(_page))
            {
                return Task.CompletedTask;
            }

            (_awaited, _shown) = (shows, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return _shown.Task.WaitAsync(Patience);
        }
    }

    /// <summary>Reports a click on an element.</summary>
    public Task ClickAsync(PageNode element) =>
        InvokeAsync(
            Events,
            "DispatchEventAsync",
            JsonSerializer.Serialize(
                new object[]
                {
                    new
                    {
                        eventHandlerId = Look(_ => element.HandlerOf("click"))
                            ?? throw new InvalidOperationException("Nothing listens to the click."),
                        eventName = "click",
                        eventFieldInfo = (object?)null,
                    },
                    new { type = "click", detail = 1 },
                }
            )
        );

    /// <summary>
    /// Reports which part of the virtualized list the window shows, as the script that watches its ends does.
    /// </summary>
    /// <param name="above">Pixels above the part; what is rendered above it is counted in by the server.</param>
    /// <param name="rendered">Pixels of what is rendered.</param>
    /// <param name="window">Pixels of the window.</param>
    public Task ScrollAsync(double above, double rendered, double window) =>
        InvokeAsync(
            _list,
            "OnSpacerBeforeVisible",
            string.Create(CultureInfo.InvariantCulture, $"[{above},{rendered},{window}]")
        );

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _socket.Dispose();
        await Task.WhenAll(_reading, _beating);
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

    private Task InvokeAsync(long instance, string method, string arguments) =>
        CallAsync(
            null,
            "BeginInvokeDotNetFromJS",
            $"{Interlocked.Increment(ref _calls)}",
            null,
            method,
            instance,
            arguments
        );

    private Task CallAsync(string? id, string target, params object?[] arguments) =>
        SendAsync(PackedMessage.Call(id, target, arguments));

    private async Task SendAsync(byte[] message)
    {
        await _sending.WaitAsync(_leaving.Token);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Binary, true, _leaving.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Beat);
            while (await timer.WaitForNextTickAsync(_leaving.Token))
            {
                await SendAsync(Ping);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // Left, or the server has ended the connection: who waits is told by the reading.
        }
    }

    private async Task ReadAsync()
    {
        var why = "left";
        try
        {
            var part = new byte[64 * 1024];
            var received = new List<byte>();
            var greeted = false;
            while (
                await _socket.ReceiveAsync(part, _leaving.Token)
                    is { MessageType: not WebSocketMessageType.Close } message
            )
            {
                received.AddRange(part.AsSpan(0, message.Count));
                lock (_gate)
                {
                    Received += message.Count;
                }

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
        catch (Exception fault) when (!_leaving.IsCancellationRequested)
        {
            why = fault.ToString();
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // Left.
        }

        lock (_gate)
        {
            _ended = why;
            _shown.TrySetException(new InvalidOperationException($"The circuit has ended: {why}"));
            _started.TrySetException(new InvalidOperationException($"The circuit has ended: {why}"));
        }
    }

    private async Task TakeAsync(object?[] message)
    {
        switch (message)
        {
            // The completion of a call: type, headers, id, kind of result, result.
            case [3L, _, "start", ..]:
                _started.TrySetResult();
                break;
            case [1L, _, _, "JS.RenderBatch", object?[] and [long batch, byte[] rendered], ..]:
                Show(rendered);
                await CallAsync(null, "OnRenderCompleted", batch, null);
                break;
            case [1L, _, _, "JS.BeginInvokeJS", object?[] and [long handle, string name, string arguments, ..], ..]:
                await AnswerAsync(handle, name, arguments);
                break;
            case [1L, _, _, "JS.EndInvokeDotNet", object?[] and [string, false, ..], ..]:
                throw new InvalidOperationException("The server refused a call.");
            case [1L, _, _, "JS.Error", ..]:
                throw new InvalidOperationException("The server ended the circuit with an error.");
        }
    }

    private void Show(byte[] rendered)
    {
        lock (_gate)
        {
            _page.Apply(rendered);
            if (_awaited?.Invoke(_page) == true)
            {
                _awaited = null;
                _shown.TrySetResult();
            }
        }
    }

    private async Task AnswerAsync(long handle, string name, string arguments)
    {
        if (handle > 0)
        {
            var result = name == "hx.watchNarrow" ? "false" : "null";
            await CallAsync(null, "EndInvokeJSFromDotNet", handle, true, $"[{handle},true,{result}]");
        }

        if (name.EndsWith("Virtualize.init", StringComparison.Ordinal))
        {
            using var given = JsonDocument.Parse(arguments);
            _list = given.RootElement[0].GetProperty("__dotNetObject").GetInt64();
            await ScrollAsync(0, 0, ReviewPage.Window);
        }
        else if (name.EndsWith("navigateTo", StringComparison.Ordinal))
        {
            using var given = JsonDocument.Parse(arguments);
            await CallAsync(null, "OnLocationChanged", given.RootElement[0].GetString(), null, false);
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->")]
    private static partial Regex Marker();
}
