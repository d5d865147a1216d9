using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using HumaXledger.Core.Storage;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

public sealed class EntraSchemeOptions : RemoteAuthenticationOptions;

/// <summary>
/// Sign-in with Entra ID: OpenID Connect, code flow with PKCE, state and nonce. The base class keeps the correlation cookie that ties an answer to the browser that asked; what is
/// not on the feed is the rest of the usual handler, so it is here, and no more of it than is used.
/// </summary>
public sealed class EntraHandler(
    IOptionsMonitor<EntraSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IDataProtectionProvider protection,
    EntraDirectory directory,
    EntraTokens tokens,
    IOptions<AzureAdOptions> registration) : RemoteAuthenticationHandler<EntraSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Entra";

    private const string Nonce = "nonce";
    private const string Verifier = "verifier";
    private const string Callback = "callback";

    private PropertiesDataFormat State => new(protection.CreateProtector("HumaXledger.SignIn"));

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var published = await directory.ReadAsync(Context.RequestAborted);
        GenerateCorrelationId(properties);
        var (nonce, verifier, callback) = (Random(), Random(), BuildRedirectUri(Options.CallbackPath));
        (properties.Items[Nonce], properties.Items[Verifier], properties.Items[Callback]) = (nonce, verifier, callback);
        properties.IssuedUtc = TimeProvider.GetUtcNow();
        Response.Redirect(QueryHelpers.AddQueryString(published.AuthorizationEndpoint, new Dictionary<string, string?>
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
        }));
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var begun = HttpMethods.IsGet(Request.Method) ? State.Unprotect(Request.Query["state"]) : null;
        if (begun is null || TimeProvider.GetUtcNow() > begun.IssuedUtc + Options.RemoteAuthenticationTimeout || !ValidateCorrelationId(begun))
        {
            return HandleRequestResult.Fail(new SignInFault(SignInFault.NotBegunHere));
        }

        if (Request.Query["code"] is not [{ Length: > 0 } code])
        {
            return HandleRequestResult.Fail(new SignInFault(SignInFault.Denied), begun);
        }

        try
        {
            var person = await tokens.RedeemAsync(code, begun.Items[Verifier]!, begun.Items[Callback]!, begun.Items[Nonce]!, Context.RequestAborted);
            // What the browser is given is made from the session, not from this.
            begun.SetParameter(nameof(SignedIn), person);
            return HandleRequestResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), begun, SchemeName));
        }
        catch (SignInFault fault)
        {
            return HandleRequestResult.Fail(fault, begun);
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
        var code = (context.Failure as SignInFault)?.Code ?? SignInFault.TokenRefused;
        context.Response.Redirect(string.Create(CultureInfo.InvariantCulture, $"{SignInRoutes.Page}?failed={code}"));
        return Task.CompletedTask;
    }

    private static string Random() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
}
