using Microsoft.AspNetCore.Diagnostics;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Answers a request that cannot be read (forged form, body too large) with its status code. The error page cannot: it
/// would read the same request again. Such a request is no fault of the Portal, so it is not logged as one.
/// </summary>
public sealed class BadRequests : IExceptionHandler
{
    /// <inheritdoc/>
    public ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is not BadHttpRequestException bad)
        {
            return ValueTask.FromResult(false);
        }

        httpContext.Response.StatusCode = bad.StatusCode;
        return ValueTask.FromResult(true);
    }
}
