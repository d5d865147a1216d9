using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>The addresses of signing in and out that are not pages.</summary>
public static class SignInRoutes
{
    public const string Page = "/sign-in";
    public const string Development = "/sign-in/development";
    public const string Entra = "/sign-in/entra";
    public const string Out = "/sign-out";
    public const string NoAccess = "/no-access";
    public const string ReturnTo = "returnTo";

    /// <summary>Asks for a new proof of who it is, however lately the person signed in.</summary>
    public const string Again = "again";

    private const string SignedOut = $"{Page}?out=1";

    /// <summary>Name and roles that the development page offers: one click is enough.</summary>
    public const string DevelopmentName = "Local administrator";

    public const string DevelopmentMail = "administrator@example.com";

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

        // Whoever is signed in may sign out, whatever their roles; whoever is not has nothing to lose.
        routes.MapPost(Out, SignOutAsync).AllowAnonymous();
    }

    /// <summary>Begins a session in the place of the one there was, and gives the browser its key.</summary>
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

    // A form as a parameter is what makes its antiforgery token be checked before this is called.
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

    // Asked of the cookie itself: while Entra's answer is handled, nobody has been recognised yet.
    private static async Task<SignInKind?> EndAsync(HttpContext context, Actor? successor) =>
        (await context.AuthenticateAsync(SessionCookie.Scheme)).Principal?.FindFirst(Claims.SessionKey)?.Value
            is { } key
            ? await context
                .RequestServices.GetRequiredService<Sessions>()
                .EndAsync(key, Visit.From(context), successor, context.RequestAborted)
            : null;

    /// <summary>
    /// Where the browser goes to be signed out there too; null where Entra ID cannot be asked, and the person is signed
    /// out here at any rate.
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
                $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}{registration.SignedOutCallbackPath}";
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
