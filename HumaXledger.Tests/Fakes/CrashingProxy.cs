using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace HumaXledger.Tests.Fakes;

/// <summary>The point of a request at which the proxy strikes.</summary>
internal enum Instant
{
    /// <summary>Received, not executed.</summary>
    Before,

    /// <summary>Executed, the answer is never sent.</summary>
    Committed,

    /// <summary>Answered.</summary>
    Answered,
}

/// <summary>
/// Proxy between a process and the sandbox that strikes at one request, counted from arming. A forwarded request is
/// executed to its end even when its sender dies.
/// </summary>
internal sealed class CrashingProxy : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _target;
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<string> _writes = new();
    private StubServer? _server;
    private Trigger? _trigger;
    private int _counted;

    private CrashingProxy(Uri target) => _target = target;

    public Uri Address => _server!.Address;

    /// <summary>Number of requests executed since the proxy was opened.</summary>
    public int Requests { get; private set; }

    public static async Task<CrashingProxy> OpenAsync(Uri target)
    {
        var proxy = new CrashingProxy(target);
        proxy._server = await StubServer.StartAsync(proxy.PassAsync);
        return proxy;
    }

    /// <summary>Raised after each request that was executed.</summary>
    public event Action? Executed;

    /// <summary>The write requests executed so far; equal ones are equal texts.</summary>
    public IReadOnlyCollection<string> Writes => _writes;

    /// <summary>Runs the action once, at the <paramref name="number"/>th request from now, counted from 1.</summary>
    /// <param name="writesOnly">Whether reads are not counted.</param>
    public void Arm(int number, bool writesOnly, Instant at, Action action) =>
        Arm(asked => asked.IsWrite || !writesOnly, number, at, action);

    /// <summary>Runs the action once, at the <paramref name="number"/>th of the requests that count.</summary>
    public void Arm(Func<Asked, bool> counts, int number, Instant at, Action action)
    {
        lock (_gate)
        {
            (_trigger, _counted) = (new Trigger(counts, number, at, action), 0);
        }
    }

    public void Disarm()
    {
        lock (_gate)
        {
            _trigger = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var received = new MemoryStream();
        await context.Request.Body.CopyToAsync(received);
        var body = received.ToArray();
        var asked = Read(context.Request, body);
        var trigger = Due(asked);
        if (Runs(trigger, Instant.Before, context))
        {
            return;
        }

        var (status, type, answer) = await CarryOutAsync(context.Request, body);
        if (asked.IsWrite && status < 400)
        {
            _writes.Enqueue($"{asked.Method} {asked.Path} {asked.Body}");
        }

        if (Runs(trigger, Instant.Committed, context))
        {
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        try
        {
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
            await context.Response.CompleteAsync();
        }
        catch (OperationCanceledException)
        {
            // Another request triggered the strike meanwhile.
        }

        Runs(trigger, Instant.Answered, context);
    }

    private async Task<(int Status, string? Type, byte[] Answer)> CarryOutAsync(HttpRequest asked, byte[] body)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(asked.Method),
            new Uri(_target, asked.Path + asked.QueryString)
        );
        request.Headers.TryAddWithoutValidation("Authorization", asked.Headers.Authorization.ToString());
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(asked.ContentType!);
        }

        using var answer = await _http.SendAsync(request);
        var content = await answer.Content.ReadAsByteArrayAsync();
        lock (_gate)
        {
            Requests++;
        }

        Executed?.Invoke();

        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), content);
    }

    private Trigger? Due(Asked asked)
    {
        lock (_gate)
        {
            return _trigger is { } trigger && trigger.Counts(asked) && ++_counted == trigger.Number ? trigger : null;
        }
    }

    private static Asked Read(HttpRequest request, byte[] body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body);
        return new Asked(
            request.Method,
            request.Path,
            text,
            request.Path.StartsWithSegments("/xledger")
                ? text.Contains("mutation ", StringComparison.Ordinal)
                : request.Method != "GET" && !request.Path.StartsWithSegments("/huma/auth")
        );
    }

    private static bool Runs(Trigger? trigger, Instant now, HttpContext context)
    {
        if (trigger?.At != now)
        {
            return false;
        }

        trigger.Action();
        context.Abort();
        return true;
    }

    private sealed record Trigger(Func<Asked, bool> Counts, int Number, Instant At, Action Action);
}

/// <summary>A request that a process sent.</summary>
internal sealed record Asked(string Method, string Path, string Body, bool IsWrite)
{
    /// <summary>Whether it is to Xledger, not to Huma.</summary>
    public bool IsXledger => Path.StartsWith("/xledger", StringComparison.Ordinal);
}
