namespace HumaXledger.Portal.Access;

/// <summary>Tells a person in front of a browser window from a program.</summary>
public static class Visit
{
    /// <summary>A browser that opens a page: it reads, it wants HTML, and it is not a script on a page that asks.</summary>
    public static bool IsOfAPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.Any(accepted => accepted?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        && request.Headers["Sec-Fetch-Mode"] is { Count: 0 } or ["navigate"]
        && !request.HttpContext.WebSockets.IsWebSocketRequest;
}
