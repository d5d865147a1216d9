using System.Security.Cryptography;
using System.Text;
using HumaXledger.Core.Access;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Validates an id token (signature, audience, tenant, lifetime, nonce) and reads the person from it.
/// </summary>
public sealed class EntraIdentity(
    EntraDirectory directory,
    IOptions<AzureAdOptions> options,
    IOptions<AccessOptions> access,
    TimeProvider clock
)
{
    // Entra ID signs with RS256. A longer list could let through a token signed with the public key as a shared secret
    // (HS256), or an unsigned one (none).
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256];

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <param name="nonce">The nonce of the sign-in; null for the token of a refresh, which has none.</param>
    /// <exception cref="SignInFault">The token is not valid.</exception>
    public async Task<Actor> ReadAsync(string token, string? nonce, CancellationToken cancellation)
    {
        var published = await directory.ReadAsync(cancellation);
        var result = await Handler.ValidateTokenAsync(token, Rules(published));
        if (
            result.Exception is SecurityTokenSignatureKeyNotFoundException
            && await directory.LookForNewKeysAsync(cancellation) is { } anew
        )
        {
            result = await Handler.ValidateTokenAsync(token, Rules(anew));
        }

        if (!result.IsValid || result.SecurityToken is not JsonWebToken genuine)
        {
            throw result.Exception as SignInFault ?? new SignInFault(SignInFault.TokenRefused, result.Exception);
        }

        var person = ActorOf(genuine);
        if (!IsForUs(genuine) || (nonce is not null && !Same(nonce, Text(genuine, "nonce"))))
        {
            throw new SignInFault(SignInFault.TokenRefused) { Person = person };
        }

        return person;
    }

    private TokenValidationParameters Rules(OpenIdConnectConfiguration published) =>
        new()
        {
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            // Only the key that `kid` names is tried.
            TryAllIssuerSigningKeys = false,
            IssuerSigningKeys = published.SigningKeys,
            IssuerSigningKeyValidatorUsingConfiguration = (key, token, _, _) =>
                KeyIsTheIssuers(published.JsonWebKeySet, key.KeyId, (JsonWebToken)token),
            ValidAudience = options.Value.ClientId,
            IssuerValidator = (issuer, token, _) => Issuer(issuer, (JsonWebToken)token, published.Issuer),
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => InTime(from, until),
        };

    private bool InTime(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until is { } end && now < end + Skew && (from is not { } begin || now >= begin - Skew);
    }

    // For several tenants Entra ID publishes one issuer with a placeholder for the tenant; the token must name its own
    // tenant there, and that tenant must be allowed.
    private string Issuer(string issuer, JsonWebToken token, string published)
    {
        var tenant = Text(token, "tid");
        if (
            !Guid.TryParse(tenant, out _)
            || !string.Equals(
                issuer,
                published.Replace("{tenantid}", tenant, StringComparison.Ordinal),
                StringComparison.Ordinal
            )
        )
        {
            throw new SignInFault(SignInFault.TokenRefused);
        }

        // The signature is already validated here.
        return Allowed(tenant) ? issuer : throw new SignInFault(SignInFault.TenantRefused) { Person = ActorOf(token) };
    }

    private bool Allowed(string tenant)
    {
        var allowed = access.Value.AllowedTenants;
        var own = options.Value.TenantId!;
        return allowed.Contains(tenant, StringComparer.OrdinalIgnoreCase)
            || (
                allowed.Count == 0
                && (
                    Guid.TryParse(own, out _)
                        ? string.Equals(own, tenant, StringComparison.OrdinalIgnoreCase)
                        : !options.Value.AnyTenant
                )
            );
    }

    // The key set for several tenants names the issuer of each key. The keys that the validation gets no longer carry
    // it, the published set does.
    private static bool KeyIsTheIssuers(JsonWebKeySet published, string name, JsonWebToken token) =>
        published
            .Keys.Where(key => key.Kid == name)
            .All(key =>
                !key.AdditionalData.TryGetValue("issuer", out var issuer)
                || issuer is null
                || $"{issuer}".Replace("{tenantid}", Text(token, "tid"), StringComparison.Ordinal) == token.Issuer
            );

    private bool IsForUs(JsonWebToken token) =>
        token.Audiences.Count() == 1
        && (Text(token, "azp") is not { Length: > 0 } party || party == options.Value.ClientId)
        && Text(token, "sub").Length > 0
        && Text(token, "oid").Length > 0;

    private Actor ActorOf(JsonWebToken token)
    {
        var login = Text(token, "preferred_username");
        var name = Text(token, "name") is { Length: > 0 } given ? given : login;
        var mail =
            Text(token, "email") is { Length: > 0 } own ? own
            : login.Contains('@', StringComparison.Ordinal) ? login
            : null;
        var id = $"{Text(token, "tid")}:{Text(token, "oid")}";
        return new Actor(
            id,
            name.Length == 0 ? id : name,
            mail,
            Claims.RolesOf(token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value))
        )
        {
            AuthenticatedAt = ProvedAt(token),
        };
    }

    // Entra ID sends `auth_time` when max_age was asked for, or when the app registration lists it as an optional
    // claim. A token alone is no new proof: single sign-on issues one without asking the user.
    private DateTime? ProvedAt(JsonWebToken token) =>
        token.TryGetPayloadValue<long>("auth_time", out var seconds)
        && seconds > 0
        && seconds <= clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds()
            ? DateTime.UnixEpoch.AddSeconds(Math.Min(seconds, clock.GetUtcNow().ToUnixTimeSeconds()))
            : null;

    private static string Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var value) ? value ?? "" : "";

    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), Encoding.UTF8.GetBytes(other));
}
