using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
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

    /// <summary>The sign-in page after signing out.</summary>
    public const string SignedOut = $"{Page}?out=1";

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
            routes.MapGet(Entra, BeginAtEntraAsync).AllowAnonymous();
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

    private static async Task BeginAtEntraAsync(HttpContext context, string? returnTo, string? again)
    {
        var services = context.RequestServices;
        var begun = EntraEvents.Begin(
            LanguageSwitch.Here(returnTo),
            again is null ? null : services.GetRequiredService<IOptions<RevealOptions>>().Value.RevealWithin,
            services.GetRequiredService<TimeProvider>().GetUtcNow()
        );
        if (await services.GetRequiredService<EntraIdentity>().PublishedAsync(context.RequestAborted) is null)
        {
            EntraEvents.Refuse(context, begun, SignInFault.Unreachable);
            return;
        }

        await context.ChallengeAsync(EntraScheme.Name, begun);
    }

    // The form parameter makes the framework validate the antiforgery token before the call.
    private static async Task<IResult> SignInForDevelopmentAsync(HttpContext context, IFormCollection form)
    {
        var (name, mail) = (Given(form["name"]), Given(form["mail"]));
        if (name.Length == 0)
        {
            return Results.LocalRedirect(Page);
        }

        // A group makes them roles for its connections only.
        var group = $"{form["group"]}".Trim();
        var roles = form["roles"]
            .OfType<string>()
            .Select(role => group.Length == 0 ? role : $"{role}:{group}")
            .ToList();
        var actor = new Actor($"development:{name}", name, mail.Length == 0 ? null : mail, Claims.RolesOf(roles))
        {
            GroupRoles = Claims.GroupRolesOf(roles),
            AuthenticatedAt = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
        };
        await SignInAsync(context, new SignedIn(actor, RefreshToken: null), SignInKind.Development);
        return Results.LocalRedirect(LanguageSwitch.Here(form[ReturnTo]));
    }

    private static string Given(string? text) => GivenText.Usable(text, GivenText.LongestOfSystem);

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
        // At Entra ID too, unless it cannot be reached. The session here has ended in both cases.
        var entra = context.RequestServices.GetRequiredService<EntraIdentity>();
        if (
            kind != SignInKind.Entra
            || await entra.PublishedAsync(context.RequestAborted) is not { EndSessionEndpoint.Length: > 0 }
        )
        {
            return Results.LocalRedirect(SignedOut);
        }

        await context.SignOutAsync(EntraScheme.Name);
        return Results.Empty;
    }

    // Reads the cookie itself: while Entra ID's response is handled, the request is not authenticated yet.
    private static async Task<SignInKind?> EndAsync(HttpContext context, Actor? successor) =>
        (await context.AuthenticateAsync(SessionCookie.Scheme)).Principal?.FindFirst(Claims.SessionKey)?.Value
            is { } key
            ? await context
                .RequestServices.GetRequiredService<Sessions>()
                .EndAsync(key, Visit.From(context), successor, context.RequestAborted)
            : null;
}
