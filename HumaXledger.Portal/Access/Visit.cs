using HumaXledger.Core.Access;

namespace HumaXledger.Portal.Access;

/// <summary>What a request tells of whoever sent it.</summary>
public static class Visit
{
    /// <summary>
    /// The address it came from: the proxy's word where the proxy is trusted (<c>Proxies:Trusted</c>). Null where there
    /// is no network in between.
    /// </summary>
    public static string? From(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
            ? $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}"
            : null;

    /// <summary>Who asks, for the acts that an endpoint calls.</summary>
    public static Actor ActorOf(HttpContext context) =>
        Claims.ActorOf(context.User) with
        {
            RefusedActs = context.RequestServices.GetRequiredService<Refusals>(),
        };

    /// <summary>
    /// A browser that opens a page: it reads, it wants HTML, and it is not a script on a page that asks.
    /// </summary>
    public static bool IsOfAPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.Any(accepted =>
            accepted?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true
        )
        && request.Headers["Sec-Fetch-Mode"] is { Count: 0 } or ["navigate"]
        && !request.HttpContext.WebSockets.IsWebSocketRequest;
}
