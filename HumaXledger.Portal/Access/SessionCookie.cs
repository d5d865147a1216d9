using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>
/// The sign-in cookie. It holds the key of a session and nothing about the person; each request looks the session up.
/// Outside Development it is a <c>__Host-</c> cookie: this host only, https only, whole site.
/// </summary>
public sealed class SessionCookie(IHostEnvironment environment, IOptions<AccessOptions> access)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Name of the cookie in Development.</summary>
    public const string DevelopmentName = "HumaXledger";

    /// <summary>Name of the cookie everywhere else.</summary>
    public const string HostName = "__Host-" + DevelopmentName;

    public void Configure(CookieAuthenticationOptions options) => Configure(Scheme, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name != Scheme)
        {
            return;
        }

        // On a development machine there is no https, and browsers refuse the prefix without it.
        options.Cookie.Name = environment.IsDevelopment() ? DevelopmentName : HostName;
        options.Cookie.SecurePolicy = environment.IsDevelopment()
            ? CookieSecurePolicy.SameAsRequest
            : CookieSecurePolicy.Always;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.Path = "/";
        options.Cookie.IsEssential = true;
        options.LoginPath = SignInRoutes.Page;
        options.AccessDeniedPath = SignInRoutes.NoAccess;
        options.ReturnUrlParameter = SignInRoutes.ReturnTo;
        // The session store slides the expiry; the cookie's own expiry is the absolute one.
        options.SlidingExpiration = false;
        options.ExpireTimeSpan = access.Value.Longest;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // Scripts and style sheets are public, and a page loads a dozen of them: no session look-up.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return;
        }

        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (
            context.Principal?.FindFirst(Claims.SessionKey)?.Value is { } key
            && await sessions.FindAsync(
                key,
                Visit.IsByHand(context.HttpContext.Request),
                context.HttpContext.RequestAborted
            )
                is { } actor
        )
        {
            context.ReplacePrincipal(Claims.Of(actor with { From = Visit.From(context.HttpContext) }, key, Scheme));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    /// <summary>A browser page is redirected; a program gets the status code only.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (Visit.IsPageRequest(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }
}
