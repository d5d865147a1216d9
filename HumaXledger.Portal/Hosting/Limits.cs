using System.Globalization;
using System.Threading.RateLimiting;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Exports;
using HumaXledger.Portal.Live;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Sizes and rates. Nothing is uploaded here: the largest input is typed text. Endpoints with limits of their own (the
/// webhook's, the probes) and scripts and style sheets opt out; every other address counts, also one that does not
/// exist.
/// </summary>
public static class Limits
{
    /// <summary>A SignalR message of a circuit: an event, a script's return value, a pasted token.</summary>
    public const int LargestCircuitMessage = 64 * 1024;

    /// <summary>A message to the progress hub: one id.</summary>
    public const int LargestHubMessage = 4 * 1024;

    /// <summary>The body of a request: a small form.</summary>
    public const int LargestBody = 1024 * 1024;

    // About as long as a large file takes; by then a place is likely to be free.
    private static readonly TimeSpan ExportTakes = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Applies the sizes and registers the rate limiters.</summary>
    public static void AddLimits(this IServiceCollection services)
    {
        services
            .AddOptions<LimitOptions>()
            .BindConfiguration(LimitOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.Configure<KestrelServerOptions>(options =>
            (options.AddServerHeader, options.Limits.MaxRequestBodySize) = (false, LargestBody)
        );
        services.Configure<HubOptions<SyncProgressHub>>(options =>
            (options.MaximumReceiveMessageSize, options.EnableDetailedErrors) = (LargestHubMessage, false)
        );
        services.AddRateLimiter(_ => { });
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<LimitOptions>, IOptions<AzureAdOptions>>(
                (options, limits, entra) =>
                {
                    options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                    options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                        Rate(limits.Value),
                        SignIns(limits.Value, entra.Value),
                        Connections(limits.Value),
                        Exports(limits.Value.ExportsPerUser, 2, Who),
                        Exports(limits.Value.Exports, 4, _ => "all")
                    );
                    options.OnRejected = (rejected, cancellation) =>
                        new ValueTask(SayAsync(rejected.HttpContext, rejected.Lease, cancellation));
                }
            );
    }

    private static PartitionedRateLimiter<HttpContext> Rate(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            RateLimitPartition.GetFixedWindowLimiter(Who(context), _ => PerMinute(limits.RequestsPerMinute))
        );

    private static PartitionedRateLimiter<HttpContext> SignIns(LimitOptions limits, AzureAdOptions entra) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsSignIn(context.Request.Path, entra)
                ? RateLimitPartition.GetFixedWindowLimiter(Address(context), _ =>
                    PerMinute(limits.SignInStepsPerMinute)
                )
                : RateLimitPartition.GetNoLimiter("")
        );

    // The request of a web socket lasts as long as the connection, and there is no other transport (SocketTransport).
    private static PartitionedRateLimiter<HttpContext> Connections(LimitOptions limits) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.WebSockets.IsWebSocketRequest
                ? RateLimitPartition.GetConcurrencyLimiter(Who(context), _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = limits.OpenConnections,
                    QueueLimit = 0,
                })
                : RateLimitPartition.GetNoLimiter("")
        );

    // One file holds all its rows in memory.
    private static PartitionedRateLimiter<HttpContext> Exports(
        int atOnce,
        int waitingForEach,
        Func<HttpContext, string> whose
    ) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsExport(context)
                ? RateLimitPartition.GetConcurrencyLimiter(whose(context), _ => new ConcurrencyLimiterOptions
                {
                    PermitLimit = atOnce,
                    QueueLimit = waitingForEach * atOnce,
                })
                : RateLimitPartition.GetNoLimiter("")
        );

    private static bool IsExport(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ExportAttribute>() is not null;

    private static async Task SayAsync(HttpContext refused, RateLimitLease lease, CancellationToken cancellation)
    {
        // A limit per minute says when it ends; that of exports ends when a file is done.
        TimeSpan? after =
            lease.TryGetMetadata(MetadataName.RetryAfter, out var end) ? end
            : IsExport(refused) ? ExportTakes
            : null;
        if (after is { } wait)
        {
            refused.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        }

        if (IsExport(refused))
        {
            var text = refused.RequestServices.GetRequiredService<IStringLocalizer<ExportText>>();
            refused.Response.ContentType = "text/plain; charset=utf-8";
            await refused.Response.WriteAsync(text["TooMany"], cancellation);
        }
    }

    private static bool IsSignIn(PathString path, AzureAdOptions entra)
    {
        // A route is found with a slash at its end, too.
        PathString route = path.Value?.TrimEnd('/');
        return route == SignInRoutes.Development || route == SignInRoutes.Entra || entra.IsCallback(path);
    }

    private static FixedWindowRateLimiterOptions PerMinute(int permits) =>
        new()
        {
            PermitLimit = permits,
            Window = Minute,
            QueueLimit = 0,
        };

    private static string Who(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true ? "person " + Claims.ActorOf(context.User).Id : Address(context);

    private static string Address(HttpContext context) =>
        $"address {SenderNetwork.Of(context.Connection.RemoteIpAddress)}";
}
