using System.Collections.Concurrent;
using System.Text;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>
/// Receives OTLP over HTTP in this process and keeps what it gets. Texts are in clear in its binary form, so that names
/// and values can be searched for.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Signal, string Body)> _received = new();
    private StubServer? _server;

    /// <summary>The settings of a Portal that exports everything to it.</summary>
    public IReadOnlyList<string> Settings =>
        [$"--{TelemetryServices.Endpoint}={_server!.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        collector._server = await StubServer.StartAsync(collector.KeepAsync);
        return collector;
    }

    /// <summary>All bodies of one signal so far.</summary>
    /// <param name="signal">traces, metrics or logs.</param>
    public string Received(string signal) =>
        string.Join('\n', _received.Where(received => received.Signal == signal).Select(received => received.Body));

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        _received.Enqueue((context.Request.Path.Value!.Split('/')[^1], body));
        context.Response.ContentType = "application/x-protobuf";
    }
}
