using Microsoft.AspNetCore.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// <c>GET /culture?language=nb&amp;returnTo=/connections</c>: stores the language in a cookie for a year and redirects
/// back.
/// </summary>
public static class LanguageSwitch
{
    /// <summary>Path of the endpoint.</summary>
    public const string Path = "/culture";

    /// <summary>Maps the endpoint.</summary>
    public static void MapLanguageSwitch(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(Path, (string? language, string? returnTo, HttpContext context) =>
            {
                if (Languages.All.FirstOrDefault(known => known.Code == language) is { } chosen)
                {
                    context.Response.Cookies.Append(
                        CookieRequestCultureProvider.DefaultCookieName,
                        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen.Culture, chosen.Code)),
                        new CookieOptions
                        {
                            MaxAge = TimeSpan.FromDays(365),
                            SameSite = SameSiteMode.Lax,
                            HttpOnly = true,
                            Secure = context.Request.IsHttps,
                            IsEssential = true,
                        }
                    );
                }

                return Results.LocalRedirect(Here(returnTo));
            })
            .AllowAnonymous();

    /// <summary>
    /// A path of this site; anything else (another host, <c>//host</c>, <c>/\host</c>) becomes the start page. It is
    /// ASCII, as a header must be: other characters are percent-encoded.
    /// </summary>
    internal static string Here(string? returnTo) =>
        returnTo is { Length: > 0 }
        && returnTo[0] == '/'
        && (returnTo.Length == 1 || returnTo[1] is not ('/' or '\\'))
        && !returnTo.Any(char.IsControl)
            ? string.Concat(
                returnTo
                    .EnumerateRunes()
                    .Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()))
            )
            : "/";
}
