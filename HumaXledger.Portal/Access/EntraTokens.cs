using System.Text.Json;
using HumaXledger.Core;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Gets tokens from Entra ID: for the authorization code of a sign-in, and later for the refresh token.
/// </summary>
public sealed partial class EntraTokens(
    IHttpClientFactory clients,
    EntraDirectory directory,
    EntraIdentity identity,
    ClientProof proof,
    IOptions<AzureAdOptions> options,
    ILogger<EntraTokens> logger
) : IRoleSource
{
    /// <summary>Identity, roles and a refresh token.</summary>
    public const string Scope = "openid profile email offline_access";

    // Error codes that mean that this person may not be signed in any longer. Any other error, such as an invalid
    // client secret, says nothing about the person.
    private static readonly string[] NoLonger =
    [
        "invalid_grant",
        "interaction_required",
        "login_required",
        "consent_required",
    ];

    /// <exception cref="SignInFault">No token for this code, or an invalid one.</exception>
    public async Task<SignedIn> RedeemAsync(
        string code,
        string verifier,
        string redirectUri,
        string nonce,
        CancellationToken cancellation
    )
    {
        var answer = await SendAsync(
            new()
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["code_verifier"] = verifier,
                ["redirect_uri"] = redirectUri,
            },
            cancellation
        );
        return answer.IdToken is { } token
            ? new SignedIn(await identity.ReadAsync(token, nonce, cancellation), answer.RefreshToken)
            : throw new SignInFault(SignInFault.CodeRefused);
    }

    /// <summary>Refreshes the token of a signed-in person and reads the current roles from it.</summary>
    public async Task<RoleAnswer> AskAsync(Secret refreshToken, string subject, CancellationToken cancellation)
    {
        try
        {
            var answer = await SendAsync(
                new()
                {
                    ["grant_type"] = "refresh_token",
                    ["refresh_token"] = refreshToken.Reveal(),
                    ["scope"] = Scope,
                },
                cancellation
            );
            if (answer.IdToken is not { } token)
            {
                return NoLonger.Contains(answer.Error) ? new RoleAnswer.Refused() : new RoleAnswer.Unknown();
            }

            var actor = await identity.ReadAsync(token, nonce: null, cancellation);
            return actor.Id == subject
                ? new RoleAnswer.Confirmed(new SignedIn(actor, answer.RefreshToken))
                : new RoleAnswer.Refused();
        }
        catch (SignInFault fault)
        {
            LogNotConfirmed(logger, subject, fault.Code);
            return new RoleAnswer.Unknown();
        }
    }

    private async Task<TokenAnswer> SendAsync(Dictionary<string, string> request, CancellationToken cancellation)
    {
        var published = await directory.ReadAsync(cancellation);
        request["client_id"] = options.Value.ClientId!;
        proof.AddTo(request, published.TokenEndpoint);
        try
        {
            using var content = new FormUrlEncodedContent(request);
            using var response = await clients
                .CreateClient(EntraDirectory.Client)
                .PostAsync(published.TokenEndpoint, content, cancellation);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
            return response.IsSuccessStatusCode
                ? new TokenAnswer(
                    Text(json, "id_token"),
                    Text(json, "refresh_token") is { } refresh ? new Secret(refresh) : null,
                    Error: null
                )
                : new TokenAnswer(null, null, Text(json, "error"));
        }
        catch (Exception fault)
            when (fault is HttpRequestException or JsonException or OperationCanceledException
                && !cancellation.IsCancellationRequested
            )
        {
            throw new SignInFault(SignInFault.Unreachable, fault);
        }
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.ValueKind == JsonValueKind.Object
        && json.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    [LoggerMessage(
        LogLevel.Warning,
        "Entra ID did not confirm the roles of {Subject} ({Code}); the known ones apply until Access:TrustedFor is over"
    )]
    private static partial void LogNotConfirmed(ILogger logger, string subject, string code);

    private sealed record TokenAnswer(string? IdToken, Secret? RefreshToken, string? Error);
}
