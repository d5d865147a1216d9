using HumaXledger.Core.Access;

namespace HumaXledger.Portal.Access;

/// <summary>What a request says about its sender.</summary>
public static class Visit
{
    /// <summary>
    /// Cookie that <c>portal.js</c> sets for some seconds before a page loads itself again, which does not count as use
    /// of the session.
    /// </summary>
    public const string ReloadCookie = "hx-reload";

    /// <summary>
    /// The client's address; from the forwarded header when the proxy is trusted (<c>Proxies:Trusted</c>). Null without
    /// a network connection.
    /// </summary>
    public static string? From(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address
            ? $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}"
            : null;

    /// <summary>The actor of the request, for acts that an endpoint calls.</summary>
    public static Actor ActorOf(HttpContext context) =>
        Claims.ActorOf(context.User) with
        {
            RefusedActs = context.RequestServices.GetRequiredService<Refusals>(),
        };

    /// <summary>
    /// Whether the user did something to send this: opened a page or a file, or sent a form. Pages connect, reconnect
    /// and load themselves again by themselves.
    /// </summary>
    public static bool IsByHand(HttpRequest request) =>
        (IsPageRequest(request) && !request.Cookies.ContainsKey(ReloadCookie))
        || (HttpMethods.IsPost(request.Method) && request.HasFormContentType && !IsOfCircuit(request));

    // A page that is left, also by itself, says so with a form (/_blazor/disconnect).
    private static bool IsOfCircuit(HttpRequest request) =>
        request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a browser navigates to a page: a GET that accepts HTML and is not sent by a script.</summary>
    public static bool IsPageRequest(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.Any(accepted =>
            accepted?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true
        )
        && request.Headers["Sec-Fetch-Mode"] is { Count: 0 } or ["navigate"]
        && !request.HttpContext.WebSockets.IsWebSocketRequest;
}
