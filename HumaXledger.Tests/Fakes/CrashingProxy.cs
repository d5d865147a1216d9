using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace HumaXledger.Tests.Fakes;

/// <summary>At which point of a request somebody is struck down.</summary>
internal enum Instant
{
    /// <summary>It was sent, and nothing is carried out.</summary>
    Before,

    /// <summary>It was carried out, and the answer never comes.</summary>
    Committed,

    /// <summary>It was answered.</summary>
    Answered,
}

/// <summary>
/// Stands between a process and the sandbox and strikes at one request, counted from when it was armed. What was handed
/// on is carried out to its end whoever dies.
/// </summary>
internal sealed class CrashingProxy : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _target;
    private readonly Lock _gate = new();
    private StubServer? _server;
    private Blow? _blow;
    private int _counted;

    private CrashingProxy(Uri target) => _target = target;

    public Uri Address => _server!.Address;

    /// <summary>Requests that were carried out since the door was opened.</summary>
    public int Requests { get; private set; }

    public static async Task<CrashingProxy> OpenAsync(Uri target)
    {
        var door = new CrashingProxy(target);
        door._server = await StubServer.StartAsync(door.PassAsync);
        return door;
    }

    /// <summary>Strikes once, at the <paramref name="number"/>th request from now, counted from 1.</summary>
    /// <param name="writesOnly">Whether reads are not counted.</param>
    public void Arm(int number, bool writesOnly, Instant at, Action strike)
    {
        lock (_gate)
        {
            (_blow, _counted) = (new Blow(number, writesOnly, at, strike), 0);
        }
    }

    public void Disarm()
    {
        lock (_gate)
        {
            _blow = null;
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
        var blow = Due(context.Request, body);
        if (Strikes(blow, Instant.Before, context))
        {
            return;
        }

        var (status, type, answer) = await CarryOutAsync(context.Request, body);
        if (Strikes(blow, Instant.Committed, context))
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
            // Struck by another request meanwhile.
        }

        Strikes(blow, Instant.Answered, context);
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

    private Blow? Due(HttpRequest request, byte[] body)
    {
        var isWrite = request.Path.StartsWithSegments("/xledger")
            ? System.Text.Encoding.UTF8.GetString(body).Contains("mutation ", StringComparison.Ordinal)
            : request.Method != "GET" && !request.Path.StartsWithSegments("/huma/auth");
        lock (_gate)
        {
            return _blow is { } blow && (isWrite || !blow.WritesOnly) && ++_counted == blow.Number ? blow : null;
        }
    }

    private static bool Strikes(Blow? blow, Instant now, HttpContext context)
    {
        if (blow?.At != now)
        {
            return false;
        }

        blow.Strike();
        context.Abort();
        return true;
    }

    private sealed record Blow(int Number, bool WritesOnly, Instant At, Action Strike);
}
