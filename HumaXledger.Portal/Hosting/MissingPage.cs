using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Diagnostics;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Shows the "not found" page to browsers that open a page; every other client gets the status code only.
/// </summary>
public static class MissingPage
{
    /// <summary>Middleware that limits status code pages to a browser's request for a missing page.</summary>
    public static async Task ForVisitorsOnly(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (
            context.Features.Get<IStatusCodePagesFeature>() is { } pages
            && !(context.Response.StatusCode == StatusCodes.Status404NotFound && Visit.IsPageRequest(context.Request))
        )
        {
            pages.Enabled = false;
        }
    }
}
