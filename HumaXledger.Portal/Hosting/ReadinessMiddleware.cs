using HumaXledger.Portal.Monitoring;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Sends pages and circuits to another node while this one is not ready, where
/// <see cref="ProxyOptions.RefuseWhenNotReady"/> says so. Static files are served, and the webhook and the probes
/// answer for themselves.
/// </summary>
internal sealed class ReadinessMiddleware(RequestDelegate next, IOptions<ProxyOptions> proxies, Readiness readiness)
{
    private const int TryAgainSeconds = 5;

    public async Task InvokeAsync(HttpContext context)
    {
        if (
            !proxies.Value.RefuseWhenNotReady
            || IsServed(context)
            || await readiness.IsReadyAsync(context.RequestAborted)
        )
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = $"{TryAgainSeconds}";
        await context.Response.WriteAsync("This node is not ready.", context.RequestAborted);
    }

    private static bool IsServed(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || context.Request.Path == HealthServices.Live
        || context.Request.Path == HealthServices.Ready
        || context.Request.Path.StartsWithSegments("/webhooks", StringComparison.OrdinalIgnoreCase);
}
