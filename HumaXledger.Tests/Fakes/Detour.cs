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
    private StubServer? _server;

    private Detour(Uri? target) => Target = target;

    /// <summary>Where the requests go on to; set before the first one.</summary>
    public Uri? Target { get; set; }

    /// <summary>
    /// Changes an answer in place. The text is method, path and query, and for GraphQL the operation's document.
    /// </summary>
    public Action<string, JsonObject>? Amend { get; set; }

    /// <summary>Changes the text of an answer after <see cref="Amend"/>, for what no JSON library writes.</summary>
    public Func<string, string> Rewrite { get; set; } = text => text;

    public Uri Address => _server!.Address;

    public static async Task<Detour> StartAsync(Uri? target = null)
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
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Target!, path));
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
            text = Rewrite(json.ToJsonString());
        }

        await StubServer.JsonAsync(context, text, (int)answer.StatusCode);
    }
}
