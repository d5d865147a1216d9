using System.Security.Claims;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
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

    /// <summary>Name and roles that the development page offers: one click is enough.</summary>
    public const string DevelopmentName = "Local administrator";

    public const string DevelopmentMail = "administrator@example.com";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var access = routes.ServiceProvider.GetRequiredService<IOptions<AccessOptions>>().Value;
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
        await EndAsync(context);
        var key = await context.RequestServices.GetRequiredService<Sessions>().BeginAsync(person, kind, context.RequestAborted);
        await context.SignInAsync(SessionCookie.Scheme, Claims.OfKey(key, SessionCookie.Scheme), new AuthenticationProperties { IsPersistent = false, AllowRefresh = false });
    }

    // A form as a parameter is what makes its antiforgery token be checked before this is called.
    private static async Task<IResult> SignInForDevelopmentAsync(HttpContext context, IFormCollection form)
    {
        var (name, mail) = ($"{form["name"]}".Trim(), $"{form["mail"]}".Trim());
        if (name.Length == 0)
        {
            return Results.LocalRedirect(Page);
        }

        var actor = new Actor($"development:{name}", name, mail.Length == 0 ? null : mail, Claims.RolesOf(form["roles"].OfType<string>()));
        await SignInAsync(context, new SignedIn(actor, RefreshToken: null), SignInKind.Development);
        return Results.LocalRedirect(LanguageSwitch.Here(form[ReturnTo]));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        await EndAsync(context);
        await context.SignOutAsync(SessionCookie.Scheme);
        return Results.LocalRedirect($"{Page}?out=1");
    }

    private static async Task EndAsync(HttpContext context)
    {
        if (context.User.FindFirstValue(Claims.SessionKey) is { } key)
        {
            await context.RequestServices.GetRequiredService<Sessions>().EndAsync(key, context.RequestAborted);
        }
    }
}
