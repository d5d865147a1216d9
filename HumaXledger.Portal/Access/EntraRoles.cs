using HumaXledger.Core;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

/// <summary>Asks Entra ID for the current roles of a signed-in person, with the refresh token of the sign-in.</summary>
public sealed partial class EntraRoles(
    IOptionsMonitor<OpenIdConnectOptions> scheme,
    EntraIdentity identity,
    ClientProof proof,
    ILogger<EntraRoles> logger
) : IRoleSource
{
    // Error codes that mean that this person may not be signed in any longer. Any other error, such as an invalid
    // client secret, says nothing about the person.
    private static readonly string[] NoLonger =
    [
        "invalid_grant",
        "interaction_required",
        "login_required",
        "consent_required",
    ];

    /// <summary>Refreshes the tokens and reads the person from the new id token.</summary>
    public async Task<RoleAnswer> AskAsync(Secret refreshToken, string subject, CancellationToken cancellation)
    {
        try
        {
            var answer = await RefreshAsync(scheme.Get(EntraScheme.Name), refreshToken, cancellation);
            if (answer.IdToken is null)
            {
                return NoLonger.Contains(answer.Error) ? new RoleAnswer.Refused() : new RoleAnswer.Unknown();
            }

            var actor = await identity.ReadAsync(answer.IdToken);
            return actor.Id == subject
                ? new RoleAnswer.Confirmed(SignedIn.With(actor, answer.RefreshToken))
                : new RoleAnswer.Refused();
        }
        catch (Exception fault)
            when (fault
                    is SignInFault
                        or HttpRequestException
                        or OperationCanceledException
                        // The response is not JSON.
                        or ArgumentException
                && !cancellation.IsCancellationRequested
            )
        {
            LogNotConfirmed(logger, subject, (fault as SignInFault)?.Code ?? SignInFault.Unreachable);
            return new RoleAnswer.Unknown();
        }
    }

    private async Task<OpenIdConnectMessage> RefreshAsync(
        OpenIdConnectOptions options,
        Secret refreshToken,
        CancellationToken cancellation
    )
    {
        var published = await identity.PublishedAsync(cancellation) ?? throw new SignInFault(SignInFault.Unreachable);
        var request = new OpenIdConnectMessage
        {
            ClientId = options.ClientId,
            ClientSecret = options.ClientSecret,
            GrantType = OpenIdConnectGrantTypes.RefreshToken,
            RefreshToken = refreshToken.Reveal(),
            Scope = string.Join(' ', options.Scope),
        };
        proof.AddTo(request, published.TokenEndpoint);
        using var content = new FormUrlEncodedContent(request.Parameters);
        using var response = await options.Backchannel.PostAsync(published.TokenEndpoint, content, cancellation);
        return new OpenIdConnectMessage(await response.Content.ReadAsStringAsync(cancellation));
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Entra ID did not confirm the roles of {Subject} ({Code}); the known ones apply until Access:TrustedFor is over"
    )]
    private static partial void LogNotConfirmed(ILogger logger, string subject, string code);
}
