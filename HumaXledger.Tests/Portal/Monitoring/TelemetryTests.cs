using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace HumaXledger.Tests.Portal.Monitoring;

/// <summary>OpenTelemetry by its own settings, in the real Portal.</summary>
public sealed class TelemetryTests
{
    private const int ManySpans = 40_000;

    // The queue keeps 2,048, and 512 are being exported.
    private const int MostKept = 3_000;

    // Spans that waited for their export would take ten seconds for each 512 of them, thirteen minutes in all.
    private static readonly TimeSpan LongestToEmit = TimeSpan.FromMinutes(1);

    // Three signals that end one after the other take five seconds each.
    private static readonly TimeSpan LongestToEnd = TimeSpan.FromSeconds(12);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TRACES", false)]
    [InlineData("TRACES", true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317")]
    [InlineData("LOGS", true, "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://localhost:4318/v1/logs")]
    [InlineData("METRICS", false, "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=http://localhost:4318/v1/logs")]
    [InlineData("TRACES", false, "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("TRACES", false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", "OTEL_TRACES_EXPORTER=none")]
    [InlineData("METRICS", true, "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", "OTEL_TRACES_EXPORTER=none")]
    [InlineData("LOGS", false, "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", "OTEL_SDK_DISABLED=true")]
    public void Signal_WithTheseSettings_IsOnOrOff(string signal, bool on, params string[] settings) =>
        Assert.Equal(
            on,
            TelemetryServices.IsOn(
                new ConfigurationBuilder().AddCommandLine([.. settings.Select(setting => "--" + setting)]).Build(),
                signal
            )
        );

    [Fact]
    public async Task Portal_WithoutSettings_RegistersNoExportAndNoListener()
    {
        await using var portal = new RunningPortal();
        await portal.InitializeAsync();

        Assert.Null(portal.Services.GetService<TracerProvider>());
        Assert.Null(portal.Services.GetService<MeterProvider>());
        Assert.Null(portal.Services.GetService<LoggerProvider>());
        Assert.DoesNotContain(portal.Services.GetServices<ILoggerProvider>(), logger =>
            logger is OpenTelemetryLoggerProvider
        );
        Assert.DoesNotContain(portal.Services.GetServices<IHostedService>(), service => service is QueueMetrics);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Portal_WhoseEndpointIsAway_AnswersKeepsItsMemoryAndEnds(bool hangs)
    {
        using var silent = new SilentEndpoint();
        await using var portal = new RunningPortal
        {
            Settings =
            [
                $"--{TelemetryServices.Endpoint}={(hangs ? silent.Address : Refusing())}",
                "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
                "--OTEL_BSP_SCHEDULE_DELAY=100",
                "--OTEL_BLRP_SCHEDULE_DELAY=100",
                "--OTEL_METRIC_EXPORT_INTERVAL=1000",
            ],
        };
        await portal.InitializeAsync();
        using var visitor = new Visitor(portal.Url);
        // From here on an export is waiting for its answer.
        await AnswersAsync(visitor);
        if (hangs)
        {
            await silent.Called.WaitAsync(Cancellation);
        }

        var began = Stopwatch.GetTimestamp();
        var texts = Emit(portal.Services.GetRequiredService<ILoggerFactory>().CreateLogger("HumaXledger.Tests"));
        await AnswersAsync(visitor);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, LongestToEmit);
        GC.Collect();
        Assert.InRange(texts.Count(text => text.IsAlive), 0, MostKept);
        began = Stopwatch.GetTimestamp();
        await portal.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        await portal.DisposeAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, LongestToEnd);
    }

    // What is compared with a log that may have been rewritten must be elsewhere.
    [Fact]
    public async Task ActivityLog_ItsEnd_LeavesWithTheDailyRound()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var portal = new RunningPortal { Settings = collector.Settings };
        await portal.InitializeAsync();
        var head = await portal.Get<ActivityLog>().HeadAsync(Cancellation);

        await ActivatorUtilities.CreateInstance<RetentionJob>(portal.Services).Execute(null!, Cancellation);

        Assert.True(portal.Services.GetRequiredService<LoggerProvider>().ForceFlush());
        Assert.Contains($"The activity log ends at {head}", collector.Received("logs"), StringComparison.Ordinal);
    }

    // The text of each span, as long as it is kept.
    private static List<WeakReference> Emit(ILogger log)
    {
        var texts = new List<WeakReference>(ManySpans);
        using var source = new ActivitySource("HumaXledger.Tests");
        for (var i = 0; i < ManySpans; i++)
        {
            using var span = source.StartActivity("span");
            Assert.NotNull(span);
            var text = new string('x', 1000);
            span.SetTag("humaxledger.text", text);
            texts.Add(new WeakReference(text));
            LogLine(log, i, null);
        }

        return texts;
    }

    private static readonly Action<ILogger, int, Exception?> LogLine = LoggerMessage.Define<int>(
        LogLevel.Information,
        default,
        "Line {Number}"
    );

    private static async Task AnswersAsync(Visitor visitor)
    {
        for (var i = 0; i < 20; i++)
        {
            using var answer = await visitor.OpenAsync("/sign-in", Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    /// <summary>An address at which nothing listens.</summary>
    private static Uri Refusing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
