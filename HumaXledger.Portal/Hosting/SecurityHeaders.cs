using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Security headers of every response. Where the policy is looser than it could be, and why: docs/security.md.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next, IOptions<AzureAdOptions> registration)
{
    private readonly string _content = ContentPolicy(registration.Value);

    /// <summary>Adds the headers when the response starts.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: the error page clears the response and starts again.
        context.Response.OnStarting(() =>
        {
            Write(context);
            return Task.CompletedTask;
        });
        return OfAnotherSite(context) ? Refuse(context) : next(context);
    }

    private void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _content;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] =
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Pages and files contain personal data; neither a proxy nor the browser may store them.
        var endpoint = context.GetEndpoint()?.Metadata;
        if (endpoint?.GetMetadata<StaticAssetDescriptor>() is null && endpoint?.GetMetadata<PublicFile>() is null)
        {
            headers.CacheControl = "no-store";
        }
    }

    // Browsers send cookies with web sockets that any site opens, and no same-origin rule protects the response. They
    // always name the origin, with sockets and with the request that negotiates one; a program need not.
    private static bool OfAnotherSite(HttpContext context) =>
        SocketTransport.IsConnecting(context)
        && context.Request.Headers.Origin is { Count: > 0 } origins
        && !(
            origins is [{ } origin]
            && Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && string.Equals(from.Authority, $"{context.Request.Host}", StringComparison.OrdinalIgnoreCase)
        );

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static string ContentPolicy(AzureAdOptions registration)
    {
        // The sign-out form is answered by a redirect to Entra ID, and browsers apply form-action to redirects too.
        var entra = registration.Configured
            ? " " + new Uri(registration.Instance).GetLeftPart(UriPartial.Authority)
            : "";
        return "default-src 'none'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; "
            + "script-src 'self'; "
            + "style-src 'self'; style-src-attr 'unsafe-inline'; "
            + "img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
            + $"form-action 'self'{entra}";
    }
}
