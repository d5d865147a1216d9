using System.Net.Mime;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HumaXledger.Portal.Monitoring;

/// <summary>The health checks and the addresses of their probes.</summary>
public static class HealthServices
{
    /// <summary>The process answers; asks nothing else.</summary>
    public const string Live = "/health/live";

    /// <summary>Requests should come here.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Checks that hang count as failed after this time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Registers the checks.</summary>
    public static void AddHealth(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<DatabaseCheck>("database", timeout: Longest)
            .AddCheck<MigrationsCheck>("migrations", timeout: Longest)
            .AddCheck<KeyRingCheck>("keyRing", timeout: Longest)
            .AddCheck<KeySignaturesCheck>("keySignatures", timeout: Longest)
            .AddCheck<SchedulerCheck>("scheduler", timeout: Longest)
            .AddCheck<ClockCheck>("clock", timeout: Longest)
            .AddCheck<NodesCheck>(NodesCheck.Name, timeout: Longest);
        services.AddSingleton(NodeSettings.FactsOf);
        services.AddHostedService<NodeHeartbeat>();
        // It would log each failure anew; Readiness logs changes.
        services.AddLogging(logging => logging.AddFilter(typeof(HealthCheckService).Namespace, LogLevel.None));
        services.AddSingleton<Readiness>();
        services.AddSingleton<ScheduledRounds>();
    }

    /// <summary>Maps the probes: one word each, without a session.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Map(routes, Live, (_, _) => Task.FromResult(true));
        Map(routes, Ready, (readiness, cancellation) => readiness.IsReadyAsync(cancellation));
    }

    private static void Map(
        IEndpointRouteBuilder routes,
        string path,
        Func<Readiness, CancellationToken, Task<bool>> probe
    ) =>
        routes
            .MapMethods(path, [HttpMethods.Get, HttpMethods.Head], async (HttpContext http, Readiness readiness) =>
            {
                var healthy = await probe(readiness, http.RequestAborted);
                http.Response.Headers.CacheControl = "no-store";
                return Results.Text(
                    healthy ? nameof(HealthStatus.Healthy) : nameof(HealthStatus.Unhealthy),
                    MediaTypeNames.Text.Plain,
                    statusCode: healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
                );
            })
            .AllowAnonymous()
            // A refused probe would count as an unhealthy machine. Readiness limits what a probe costs.
            .DisableRateLimiting();
}
