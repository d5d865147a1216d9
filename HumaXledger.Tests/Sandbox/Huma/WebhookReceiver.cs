using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sandbox.Huma;

/// <summary>Receives the webhook's messages, on a free port.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly TaskCompletionSource _firstArrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WebhookReceiver(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/hook";
    public IReadOnlyList<Received> Messages => [.. _received];

    /// <summary>The status of each answer.</summary>
    public int Status { get; set; } = 200;

    /// <summary>So many requests are answered with 503 first.</summary>
    public int Refusals { get; set; }

    /// <summary>Completes when the first request has arrived.</summary>
    public Task FirstArrived => _firstArrived.Task;

    /// <summary>Answers wait for this.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver._app.MapPost("/hook", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            receiver._received.Enqueue(
                new Received(
                    http.Request.Headers["huma-topic"].ToString(),
                    http.Request.Headers["huma-hmac-sha256"].ToString(),
                    http.Request.Headers.Authorization.ToString(),
                    body.ToArray()
                )
            );
            receiver._firstArrived.TrySetResult();
            await receiver.Answering;
            return Results.StatusCode(receiver.Refusals-- > 0 ? 503 : receiver.Status);
        });
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record Received(string Topic, string Signature, string Authorization, byte[] Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement.Clone();
        public IReadOnlyList<JsonElement> Users => [.. Json.GetProperty("users").EnumerateArray()];
    }
}
