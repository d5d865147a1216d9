using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.Diagnostics;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// The page that says that there is no such page is for a person who opened one; everything else is told by the status
/// alone.
/// </summary>
public static class MissingPage
{
    public static async Task ForVisitorsOnly(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (
            context.Features.Get<IStatusCodePagesFeature>() is { } pages
            && !(context.Response.StatusCode == StatusCodes.Status404NotFound && Visit.IsOfAPage(context.Request))
        )
        {
            pages.Enabled = false;
        }
    }
}
