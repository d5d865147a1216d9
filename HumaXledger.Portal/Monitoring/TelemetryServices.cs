using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// OpenTelemetry by its own <c>OTEL_*</c> settings. A signal is exported by OTLP where an endpoint is set for it or for
/// all; without one nothing is registered, and nothing listens.
/// </summary>
public static class TelemetryServices
{
    /// <summary>Default of <c>OTEL_SERVICE_NAME</c>.</summary>
    public const string ServiceName = "HumaXledger";

    /// <summary>The endpoint of all signals.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether a signal is exported.</summary>
    /// <param name="signal">TRACES, METRICS or LOGS.</param>
    public static bool IsOn(IConfiguration settings, string signal) =>
        !string.Equals(settings["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(settings[$"OTEL_{signal}_EXPORTER"], "none", StringComparison.OrdinalIgnoreCase)
        && (
            !string.IsNullOrWhiteSpace(settings[Endpoint])
            || !string.IsNullOrWhiteSpace(settings[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"])
        );

    /// <summary>Registers the exports that are on.</summary>
    public static void AddTelemetry(this IServiceCollection services, IConfiguration settings)
    {
        var (traces, metrics, logs) = (IsOn(settings, "TRACES"), IsOn(settings, "METRICS"), IsOn(settings, "LOGS"));
        if (!traces && !metrics && !logs)
        {
            return;
        }

        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource =>
                // What the settings say of the resource comes last and prevails.
                resource
                    .AddService(ServiceName, serviceVersion: SystemFacts.Version, serviceInstanceId: SystemFacts.Node)
                    .AddEnvironmentVariableDetector()
            );
        if (traces)
        {
            telemetry.WithTracing(AddTraces);
        }

        if (metrics)
        {
            telemetry.WithMetrics(AddMetrics);
            services.AddHostedService<QueueMetrics>();
        }

        if (logs)
        {
            telemetry.WithLogging(
                logging => logging.AddProcessor<LogRedaction>().AddOtlpExporter(),
                options => options.IncludeFormattedMessage = true
            );
            // Scopes hold addresses of requests, and settings could turn them on.
            services.PostConfigure<OpenTelemetryLoggerOptions>(options => options.IncludeScopes = false);
            services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, ExportedLoggers>();
        }

        services.AddHostedService<TelemetryFlush>();
    }

    private static void AddTraces(TracerProviderBuilder tracing) =>
        tracing
            .AddSource("HumaXledger.*")
            // EF Core's instrumentation is not released; on PostgreSQL its provider has this source, on SQLite none.
            .AddSource(SpanRedaction.Npgsql)
            .AddAspNetCoreInstrumentation(options =>
            {
                options.EnableAspNetCoreSignalRSupport = false;
                options.Filter = IsTraced;
            })
            .AddHttpClientInstrumentation()
            .AddProcessor<SpanRedaction>()
            .AddOtlpExporter();

    private static void AddMetrics(MeterProviderBuilder metrics) =>
        metrics
            .AddMeter("HumaXledger.*", "System.Runtime", "Microsoft.EntityFrameworkCore", SpanRedaction.Npgsql)
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            // Npgsql names a pool by its connection string.
            .AddView(instrument =>
                instrument.Meter.Name == SpanRedaction.Npgsql
                    ? new MetricStreamConfiguration { TagKeys = ["db.client.connection.state"] }
                    : null
            )
            .AddOtlpExporter();

    // Probes and files say nothing, and the request of a circuit lasts as long as its page.
    private static bool IsTraced(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/_framework", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/_content", StringComparison.OrdinalIgnoreCase)
        && !context.Request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);
}
