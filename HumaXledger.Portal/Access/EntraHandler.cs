using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

public sealed class EntraSchemeOptions : RemoteAuthenticationOptions;

/// <summary>
/// Sign-in with Entra ID: OpenID Connect, code flow with PKCE, state and nonce. The base class keeps the correlation
/// cookie that ties an answer to the browser that asked; what is
/// not on the feed is the rest of the usual handler, so it is here, and no more of it than is used.
/// </summary>
public sealed class EntraHandler(
    IOptionsMonitor<EntraSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IDataProtectionProvider protection,
    EntraDirectory directory,
    EntraTokens tokens,
    IOptions<AzureAdOptions> registration,
    IOptions<RevealOptions> reveal
) : RemoteAuthenticationHandler<EntraSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Entra";

    private const string Nonce = "nonce";
    private const string Verifier = "verifier";
    private const string Callback = "callback";

    /// <summary>
    /// In the state, which nobody can change on the way: this sign-in must come with a proof that is newer than itself.
    /// </summary>
    private const string Again = "again";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private PropertiesDataFormat State => new(protection.CreateProtector("HumaXledger.SignIn"));

    /// <param name="again">Whether the person has to prove anew who they are, although Entra ID knows them.</param>
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
        var published = await directory.ReadAsync(Context.RequestAborted);
        GenerateCorrelationId(properties);
        var (nonce, verifier, callback) = (Random(), Random(), BuildRedirectUri(Options.CallbackPath));
        (properties.Items[Nonce], properties.Items[Verifier], properties.Items[Callback]) = (nonce, verifier, callback);
        properties.IssuedUtc = TimeProvider.GetUtcNow();
        var asked = new Dictionary<string, string?>
        {
            ["client_id"] = registration.Value.ClientId,
            ["response_type"] = OpenIdConnectResponseType.Code,
            ["response_mode"] = OpenIdConnectResponseMode.Query,
            ["redirect_uri"] = callback,
            ["scope"] = EntraTokens.Scope,
            ["state"] = State.Protect(properties),
            ["nonce"] = nonce,
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (properties.Items.ContainsKey(Again))
        {
            // The prompt asks for the proof. The age makes the token say when it was given, which it need not else;
            // with an age of 0 Entra ID's token ends at once, before a second factor is through.
            asked["prompt"] = OpenIdConnectPrompt.Login;
            asked["max_age"] = reveal.Value.RevealWithin.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        }

        Response.Redirect(QueryHelpers.AddQueryString(published.AuthorizationEndpoint, asked));
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
            // What the browser is given is made from the session, not from this.
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

    // Whoever sits at the browser can take the prompt out of the address on the way to Entra ID; when the proof was
    // given stands in the signed token.
    private static void RequireNewProof(AuthenticationProperties begun, SignedIn person)
    {
        if (
            begun.Items.ContainsKey(Again)
            && !(person.Actor.AuthenticatedAt >= begun.IssuedUtc!.Value.UtcDateTime - Skew)
        )
        {
            throw new SignInFault(SignInFault.NotProvedAnew) { Person = person.Actor };
        }
    }

    /// <summary>Genuine: a session begins and the person goes where they wanted to.</summary>
    internal static async Task ReceivedAsync(TicketReceivedContext context)
    {
        var person = context.Properties!.GetParameter<SignedIn>(nameof(SignedIn))!;
        await SignInRoutes.SignInAsync(context.HttpContext, person, SignInKind.Entra);
        context.HandleResponse();
        context.Response.Redirect(LanguageSwitch.Here(context.ReturnUri));
    }

    /// <summary>Not genuine, or no answer: nobody is signed in, and the page says that it did not work.</summary>
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
        // Whoever was to prove something anew can try that once more, and still comes back to where they were.
        var anew =
            context.Properties is { } begun && begun.Items.ContainsKey(Again)
                ? $"&{SignInRoutes.Again}=1&{SignInRoutes.ReturnTo}={Uri.EscapeDataString(LanguageSwitch.Here(begun.RedirectUri))}"
                : "";
        context.Response.Redirect($"{SignInRoutes.Page}?failed={code}{anew}");
        return Task.CompletedTask;
    }

    private static string Random() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
}
