using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace HumaXledger.Tests.Fakes;

/// <summary>
/// Proxy between a client and the sandbox that changes answers, for cases that the sandbox cannot produce.
/// </summary>
internal sealed class Detour : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly Uri _target;
    private StubServer? _server;

    private Detour(Uri target) => _target = target;

    /// <summary>
    /// Changes an answer in place. The text is method, path and query, and for GraphQL the operation's document.
    /// </summary>
    public Action<string, JsonObject>? Amend { get; set; }

    public Uri Address => _server!.Address;

    public static async Task<Detour> StartAsync(Uri target)
    {
        var detour = new Detour(target);
        detour._server = await StubServer.StartAsync(detour.ForwardAsync);
        return detour;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var received = new MemoryStream();
        await context.Request.Body.CopyToAsync(received, context.RequestAborted);
        var body = received.ToArray();
        var path = context.Request.Path + context.Request.QueryString;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(_target, path));
        request.Headers.TryAddWithoutValidation("Authorization", context.Request.Headers.Authorization.ToString());
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(context.Request.ContentType!);
        }

        using var answer = await _http.SendAsync(request, context.RequestAborted);
        var text = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        if (Amend is { } amend && text.Length > 0 && JsonNode.Parse(text) is JsonObject json)
        {
            amend($"{context.Request.Method} {path} {System.Text.Encoding.UTF8.GetString(body)}", json);
            text = json.ToJsonString();
        }

        await StubServer.JsonAsync(context, text, (int)answer.StatusCode);
    }
}
