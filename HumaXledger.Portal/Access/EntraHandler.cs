using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>Options of the Entra ID scheme; all values are those of the base class.</summary>
public sealed class EntraSchemeOptions : RemoteAuthenticationOptions;

/// <summary>
/// Sign-in with Entra ID: OpenID Connect, code flow with PKCE, state and nonce. The base class keeps the correlation
/// cookie that ties a response to the browser that started the sign-in. Why this is not the framework's OpenID Connect
/// handler: docs/decisions/0022. Only the part of the protocol that is used is implemented.
/// </summary>
public sealed class EntraHandler(
    IOptionsMonitor<EntraSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IDataProtectionProvider protection,
    EntraAuthorization authorization,
    EntraTokens tokens
) : RemoteAuthenticationHandler<EntraSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string SchemeName = "Entra";

    private const string Nonce = "nonce";
    private const string Verifier = "verifier";
    private const string Callback = "callback";

    /// <summary>
    /// Key in the protected state: this sign-in needs a proof of identity that is newer than the sign-in's start.
    /// </summary>
    private const string Again = "again";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private PropertiesDataFormat State => new(protection.CreateProtector("HumaXledger.SignIn"));

    /// <param name="again">Whether the person must prove their identity again although Entra ID has a session for
    /// them.</param>
    internal static AuthenticationProperties Begin(string returnTo, bool again)
    {
        var properties = new AuthenticationProperties { RedirectUri = returnTo };
        if (again)
        {
            properties.Items[Again] = Again;
        }

        return properties;
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var endpoint = await authorization.EndpointAsync(Context.RequestAborted);
        GenerateCorrelationId(properties);
        var (nonce, verifier, callback) = (Random(), Random(), BuildRedirectUri(Options.CallbackPath));
        (properties.Items[Nonce], properties.Items[Verifier], properties.Items[Callback]) = (nonce, verifier, callback);
        properties.IssuedUtc = TimeProvider.GetUtcNow();
        Response.Redirect(
            authorization.AddressAt(
                endpoint,
                new EntraAuthorization.Request(
                    State.Protect(properties),
                    nonce,
                    verifier,
                    callback,
                    properties.Items.ContainsKey(Again)
                )
            )
        );
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var begun = HttpMethods.IsGet(Request.Method) ? State.Unprotect(Request.Query["state"]) : null;
        if (
            begun is null
            || TimeProvider.GetUtcNow() > begun.IssuedUtc + Options.RemoteAuthenticationTimeout
            || !ValidateCorrelationId(begun)
        )
        {
            return HandleRequestResult.Fail(new SignInFault(SignInFault.NotBegunHere));
        }

        if (Request.Query["code"] is not [{ Length: > 0 } code])
        {
            return HandleRequestResult.Fail(new SignInFault(SignInFault.Denied), begun);
        }

        try
        {
            var person = await tokens.RedeemAsync(
                code,
                begun.Items[Verifier]!,
                begun.Items[Callback]!,
                begun.Items[Nonce]!,
                Context.RequestAborted
            );
            RequireNewProof(begun, person);
            // The cookie's principal is made from the session, not from this identity.
            begun.SetParameter(nameof(SignedIn), person);
            return HandleRequestResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), begun, SchemeName)
            );
        }
        catch (SignInFault fault)
        {
            return HandleRequestResult.Fail(fault, begun);
        }
    }

    // The user can remove `prompt` from the address on the way to Entra ID; the time of the proof in the signed token
    // cannot be changed.
    private static void RequireNewProof(AuthenticationProperties begun, SignedIn person)
    {
        if (
            begun.Items.ContainsKey(Again)
            && !(person.Actor.AuthenticatedAt >= begun.IssuedUtc!.Value.UtcDateTime - Skew)
        )
        {
            throw new SignInFault(SignInFault.NoNewProof) { Person = person.Actor };
        }
    }

    /// <summary>The token is valid: creates a session and redirects to the page that was asked for.</summary>
    internal static async Task ReceivedAsync(TicketReceivedContext context)
    {
        var person = context.Properties!.GetParameter<SignedIn>(nameof(SignedIn))!;
        await SignInRoutes.SignInAsync(context.HttpContext, person, SignInKind.Entra);
        context.HandleResponse();
        context.Response.Redirect(LanguageSwitch.Here(context.ReturnUri));
    }

    /// <summary>
    /// The token is invalid or there was no response: no session is created, and the sign-in page shows an error.
    /// </summary>
    internal static Task FailedAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        var fault = context.Failure as SignInFault;
        var code = fault?.Code ?? SignInFault.TokenRefused;
        context
            .HttpContext.RequestServices.GetRequiredService<Refusals>()
            .Note(
                (fault?.Person ?? Actor.Nobody) with
                {
                    From = Visit.From(context.HttpContext),
                },
                ActivityCodes.SignInRefused,
                null,
                $"signIn.{code}"
            );
        // After a failed new proof the user can try once more, and still returns to the page they came from.
        var again =
            context.Properties is { } begun && begun.Items.ContainsKey(Again)
                ? $"&{SignInRoutes.Again}=1&{SignInRoutes.ReturnTo}="
                    + Uri.EscapeDataString(LanguageSwitch.Here(begun.RedirectUri))
                : "";
        context.Response.Redirect($"{SignInRoutes.Page}?failed={code}{again}");
        return Task.CompletedTask;
    }

    private static string Random() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
}
