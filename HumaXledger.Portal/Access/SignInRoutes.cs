using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>Endpoints of signing in and out that are not pages.</summary>
public static class SignInRoutes
{
    /// <summary>The sign-in page.</summary>
    public const string Page = "/sign-in";

    /// <summary>Posted by the development form.</summary>
    public const string Development = "/sign-in/development";

    /// <summary>Starts the sign-in with Entra ID.</summary>
    public const string Entra = "/sign-in/entra";

    /// <summary>Posted to sign out.</summary>
    public const string Out = "/sign-out";

    /// <summary>The page for people without a role.</summary>
    public const string NoAccess = "/no-access";

    /// <summary>Query parameter with the path to return to.</summary>
    public const string ReturnTo = "returnTo";

    /// <summary>Requires a new proof of identity, however recently the person signed in.</summary>
    public const string Again = "again";

    private const string SignedOut = $"{Page}?out=1";

    /// <summary>Name that the development page fills in, so that one click signs in.</summary>
    public const string DevelopmentName = "Local administrator";

    /// <summary>E-mail address of the development page's user.</summary>
    public const string DevelopmentMail = "administrator@example.com";

    /// <summary>Maps the endpoints.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var access = routes.ServiceProvider.GetRequiredService<IOptions<AccessOptions>>().Value;
        var entra = routes.ServiceProvider.GetRequiredService<IOptions<AzureAdOptions>>().Value;
        if (entra.Configured)
        {
            routes
                .MapGet(Entra, (string? returnTo, string? again) =>
                    Results.Challenge(
                        EntraHandler.Begin(LanguageSwitch.Here(returnTo), again is not null),
                        [EntraHandler.SchemeName]
                    )
                )
                .AllowAnonymous();
            routes.MapGet(entra.SignedOutCallbackPath, () => Results.LocalRedirect(SignedOut)).AllowAnonymous();
        }

        if (access.DevelopmentSignIn)
        {
            routes.MapPost(Development, SignInForDevelopmentAsync).AllowAnonymous();
        }

        // Signing out needs no role; without a session it has no effect.
        routes.MapPost(Out, SignOutAsync).AllowAnonymous();
    }

    /// <summary>Replaces the current session by a new one and gives the browser its key.</summary>
    public static async Task SignInAsync(HttpContext context, SignedIn person, SignInKind kind)
    {
        await EndAsync(context, person.Actor);
        var here = person with { Actor = person.Actor with { From = Visit.From(context) } };
        var key = await context
            .RequestServices.GetRequiredService<Sessions>()
            .BeginAsync(here, kind, context.RequestAborted);
        await context.SignInAsync(
            SessionCookie.Scheme,
            Claims.OfKey(key, SessionCookie.Scheme),
            new AuthenticationProperties { IsPersistent = false, AllowRefresh = false }
        );
    }

    // The form parameter makes the framework validate the antiforgery token before the call.
    private static async Task<IResult> SignInForDevelopmentAsync(HttpContext context, IFormCollection form)
    {
        var (name, mail) = ($"{form["name"]}".Trim(), $"{form["mail"]}".Trim());
        if (name.Length == 0)
        {
            return Results.LocalRedirect(Page);
        }

        var actor = new Actor(
            $"development:{name}",
            name,
            mail.Length == 0 ? null : mail,
            Claims.RolesOf(form["roles"].OfType<string>())
        )
        {
            AuthenticatedAt = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
        };
        await SignInAsync(context, new SignedIn(actor, RefreshToken: null), SignInKind.Development);
        return Results.LocalRedirect(LanguageSwitch.Here(form[ReturnTo]));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(context);
        }
        catch (AntiforgeryValidationException)
        {
            return Results.BadRequest();
        }

        var kind = await EndAsync(context, successor: null);
        await context.SignOutAsync(SessionCookie.Scheme);
        return kind == SignInKind.Entra && await EndAtEntraAsync(context) is { } there
            ? Results.Redirect(there)
            : Results.LocalRedirect(SignedOut);
    }

    // Reads the cookie itself: while Entra ID's response is handled, the request is not authenticated yet.
    private static async Task<SignInKind?> EndAsync(HttpContext context, Actor? successor) =>
        (await context.AuthenticateAsync(SessionCookie.Scheme)).Principal?.FindFirst(Claims.SessionKey)?.Value
            is { } key
            ? await context
                .RequestServices.GetRequiredService<Sessions>()
                .EndAsync(key, Visit.From(context), successor, context.RequestAborted)
            : null;

    /// <summary>
    /// The address that signs the browser out at Entra ID too; null when Entra ID cannot be reached. The local session
    /// ends in both cases.
    /// </summary>
    private static async Task<string?> EndAtEntraAsync(HttpContext context)
    {
        var registration = context.RequestServices.GetRequiredService<IOptions<AzureAdOptions>>().Value;
        try
        {
            var published = await context
                .RequestServices.GetRequiredService<EntraDirectory>()
                .ReadAsync(context.RequestAborted);
            var back =
                $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}"
                + registration.SignedOutCallbackPath;
            return string.IsNullOrEmpty(published.EndSessionEndpoint)
                ? null
                : QueryHelpers.AddQueryString(
                    published.EndSessionEndpoint,
                    new Dictionary<string, string?>
                    {
                        ["post_logout_redirect_uri"] = back,
                        ["client_id"] = registration.ClientId,
                    }
                );
        }
        catch (SignInFault)
        {
            return null;
        }
    }
}
