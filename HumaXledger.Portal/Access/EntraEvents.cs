using System.Globalization;
using System.Security.Cryptography;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

/// <summary>What the Portal adds to the steps of a sign-in: a session of its own, the new proof, the log.</summary>
public sealed class EntraEvents(EntraIdentity identity, ClientProof proof, SessionStore sessions, TimeProvider clock)
    : OpenIdConnectEvents
{
    /// <summary>
    /// Key in the protected state: this sign-in needs a proof of identity that is newer than the time under this key,
    /// in seconds since 1970.
    /// </summary>
    private const string Again = "again";

    /// <summary>Key in the protected state: random id of this sign-in, which is finished once.</summary>
    private const string Once = "once";

    /// <param name="within">The person must prove their identity again although Entra ID has a session for them, and
    /// the proof is used for this time; null for an ordinary sign-in.</param>
    internal static AuthenticationProperties Begin(string returnTo, TimeSpan? within, DateTimeOffset now)
    {
        var properties = new AuthenticationProperties { RedirectUri = returnTo, IssuedUtc = now };
        properties.Items[Once] = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));
        if (within is { } age)
        {
            properties.Items[Again] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            // The prompt makes Entra ID ask for the proof; the age makes the token contain its time. With an age of 0
            // Entra ID's token expires before a second factor is completed.
            properties.SetParameter(OpenIdConnectParameterNames.Prompt, OpenIdConnectPrompt.Login);
            properties.SetParameter<TimeSpan?>(OpenIdConnectParameterNames.MaxAge, age);
        }

        return properties;
    }

    public override Task MessageReceived(MessageReceivedContext context)
    {
        // The handler would accept a form with a token that was never exchanged for a code.
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Fail(new SignInFault(SignInFault.NotBegunHere));
        }

        return Task.CompletedTask;
    }

    public override async Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context)
    {
        // The browser removes the cookies of a sign-in after this time, and when it is finished; with a copy of them
        // the same answer would be accepted for good, and each time our secret be sent to the token endpoint.
        var now = clock.GetUtcNow();
        if (
            context.Properties!.IssuedUtc + context.Options.RemoteAuthenticationTimeout is not { } end
            || end < now
            || !context.Properties.Items.TryGetValue(Once, out var id)
            || !await sessions.SpendAsync(id!, end.UtcDateTime, now.UtcDateTime, context.HttpContext.RequestAborted)
        )
        {
            context.Fail(new SignInFault(SignInFault.NotBegunHere) { Begun = context.Properties });
            return;
        }

        var published = await identity.PublishedAsync(context.HttpContext.RequestAborted);
        proof.AddTo(context.TokenEndpointRequest!, published!.TokenEndpoint);
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        try
        {
            // Again, because the handler accepts an unsigned token that comes directly from the token endpoint.
            var person = await identity.ReadAsync(context.TokenEndpointResponse!.IdToken);
            RequireNewProof(context.Properties!, person);
            var refresh = context.TokenEndpointResponse.RefreshToken;
            // The cookie's principal is made from the session, not from this token.
            context.Properties!.SetParameter(nameof(SignedIn), SignedIn.With(person, refresh));
        }
        catch (SignInFault fault)
        {
            fault.Begun = context.Properties;
            context.Fail(fault);
        }
    }

    // The user can remove `prompt` from the address on the way to Entra ID; the time of the proof in the signed token
    // cannot be changed.
    private static void RequireNewProof(AuthenticationProperties begun, Actor person)
    {
        if (
            begun.Items.TryGetValue(Again, out var since)
            && !(
                person.AuthenticatedAt
                >= DateTime.UnixEpoch.AddSeconds(long.Parse(since!, CultureInfo.InvariantCulture)) - EntraScheme.Skew
            )
        )
        {
            throw new SignInFault(SignInFault.NoNewProof) { Person = person };
        }
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var person = context.Properties!.GetParameter<SignedIn>(nameof(SignedIn))!;
        await SignInRoutes.SignInAsync(context.HttpContext, person, SignInKind.Entra);
        context.HandleResponse();
        context.Response.Redirect(LanguageSwitch.Here(context.ReturnUri));
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        var fault = context.Failure as SignInFault;
        var code = context.Failure switch
        {
            SignInFault own => own.Code,
            AuthenticationFailureException => SignInFault.NotBegunHere,
            OpenIdConnectProtocolException when !context.Request.Query.ContainsKey("code") => SignInFault.Denied,
            OpenIdConnectProtocolException refused when refused.Data.Contains("error") => SignInFault.CodeRefused,
            // The token endpoint's response is not JSON, there was none, or the tenant's metadata could not be read.
            OpenIdConnectProtocolException { InnerException: not null }
            or HttpRequestException
            or OperationCanceledException
            or InvalidOperationException => SignInFault.Unreachable,
            _ => SignInFault.TokenRefused,
        };
        Refuse(context.HttpContext, context.Properties ?? fault?.Begun, code, fault?.Person);
        return Task.CompletedTask;
    }

    /// <summary>No session is created; the sign-in page shows the reason, and the log records it.</summary>
    internal static void Refuse(HttpContext context, AuthenticationProperties? begun, string code, Actor? person = null)
    {
        context
            .RequestServices.GetRequiredService<Refusals>()
            .Note(
                (person ?? Actor.Anonymous) with
                {
                    From = Visit.From(context),
                },
                ActivityCodes.SignInRefused,
                null,
                $"signIn.{code}"
            );
        // After a failed new proof the user can try once more, and still returns to the page they came from.
        var again =
            begun?.Items.ContainsKey(Again) == true
                ? $"&{SignInRoutes.Again}=1&{SignInRoutes.ReturnTo}="
                    + Uri.EscapeDataString(LanguageSwitch.Here(begun.RedirectUri))
                : "";
        context.Response.Redirect($"{SignInRoutes.Page}?failed={code}{again}");
    }

    // Also without a state, which the handler answers with an empty page.
    public override Task SignedOutCallbackRedirect(RemoteSignOutContext context)
    {
        context.HandleResponse();
        context.Response.Redirect(SignInRoutes.SignedOut);
        return Task.CompletedTask;
    }
}
