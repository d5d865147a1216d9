using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Sync.PersonalData;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

/// <summary>The address at Entra ID that a sign-in sends the browser to.</summary>
public sealed class EntraAuthorization(
    EntraDirectory directory,
    IOptions<AzureAdOptions> registration,
    IOptions<RevealOptions> reveal
)
{
    /// <param name="State">Comes back unchanged.</param>
    /// <param name="Verifier">Its SHA-256 is sent (PKCE).</param>
    /// <param name="Again">Whether a proof of who signs in is asked for, although Entra ID knows them.</param>
    internal sealed record Request(string State, string Nonce, string Verifier, string Callback, bool Again);

    /// <summary>Where the tenant wants browsers to be sent.</summary>
    /// <exception cref="SignInFault">What the tenant publishes could not be read.</exception>
    internal async Task<string> EndpointAsync(CancellationToken cancellation) =>
        (await directory.ReadAsync(cancellation)).AuthorizationEndpoint;

    internal string AddressAt(string endpoint, Request request) =>
        QueryHelpers.AddQueryString(endpoint, Asked(request));

    private Dictionary<string, string?> Asked(Request request)
    {
        var asked = new Dictionary<string, string?>
        {
            ["client_id"] = registration.Value.ClientId,
            ["response_type"] = OpenIdConnectResponseType.Code,
            ["response_mode"] = OpenIdConnectResponseMode.Query,
            ["redirect_uri"] = request.Callback,
            ["scope"] = EntraTokens.Scope,
            ["state"] = request.State,
            ["nonce"] = request.Nonce,
            ["code_challenge"] = WebEncoders.Base64UrlEncode(
                SHA256.HashData(Encoding.ASCII.GetBytes(request.Verifier))
            ),
            ["code_challenge_method"] = "S256",
        };
        if (request.Again)
        {
            // The prompt asks for the proof. The age makes the token say when it was given, which it need not else;
            // with an age of 0 Entra ID's token ends at once, before a second factor is through.
            asked["prompt"] = OpenIdConnectPrompt.Login;
            asked["max_age"] = reveal.Value.RevealWithin.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        }

        return asked;
    }
}
