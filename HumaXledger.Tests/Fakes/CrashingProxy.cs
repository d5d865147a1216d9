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

    /// <summary>Runs the action once, at the <paramref name="number"/>th request from now, counted from 1.</summary>
    /// <param name="writesOnly">Whether reads are not counted.</param>
    public void Arm(int number, bool writesOnly, Instant at, Action action)
    {
        lock (_gate)
        {
            (_trigger, _counted) = (new Trigger(number, writesOnly, at, action), 0);
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
        var trigger = Due(context.Request, body);
        if (Runs(trigger, Instant.Before, context))
        {
            return;
        }

        var (status, type, answer) = await CarryOutAsync(context.Request, body);
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

        return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), content);
    }

    private Trigger? Due(HttpRequest request, byte[] body)
    {
        var isWrite = request.Path.StartsWithSegments("/xledger")
            ? System.Text.Encoding.UTF8.GetString(body).Contains("mutation ", StringComparison.Ordinal)
            : request.Method != "GET" && !request.Path.StartsWithSegments("/huma/auth");
        lock (_gate)
        {
            return _trigger is { } trigger && (isWrite || !trigger.WritesOnly) && ++_counted == trigger.Number
                ? trigger
                : null;
        }
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

    private sealed record Trigger(int Number, bool WritesOnly, Instant At, Action Action);
}
