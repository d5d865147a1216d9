using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Connections;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Validates an id token by the scheme's rules, of a sign-in or of a refresh alike, and reads the person from it.
/// </summary>
public sealed class EntraIdentity(
    IOptionsMonitor<OpenIdConnectOptions> scheme,
    IOptions<AzureAdOptions> registration,
    IOptions<AccessOptions> access,
    TimeProvider clock
)
{
    /// <summary>
    /// The tenant's endpoints and keys; null while Entra ID cannot be reached, and without a registration.
    /// </summary>
    public async Task<OpenIdConnectConfiguration?> PublishedAsync(CancellationToken cancellation)
    {
        try
        {
            return scheme.Get(EntraScheme.Name).ConfigurationManager is { } manager
                ? await manager.GetConfigurationAsync(cancellation)
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <exception cref="SignInFault">The token is not valid.</exception>
    public async Task<Actor> ReadAsync(string token)
    {
        var options = scheme.Get(EntraScheme.Name);
        // A validation changes its parameters.
        var result = await options.TokenHandler.ValidateTokenAsync(token, options.TokenValidationParameters.Clone());
        if (!result.IsValid || result.SecurityToken is not JsonWebToken valid)
        {
            throw new SignInFault(SignInFault.TokenRefused, result.Exception);
        }

        var person = ActorOf(valid);
        if (!await IsAllowedAsync(Text(valid, "tid")))
        {
            throw new SignInFault(SignInFault.TenantRefused) { Person = person };
        }

        return IsComplete(valid) ? person : throw new SignInFault(SignInFault.TokenRefused) { Person = person };
    }

    private async Task<bool> IsAllowedAsync(string tenant)
    {
        var allowed = access.Value.AllowedTenants;
        if (allowed.Count > 0)
        {
            return allowed.Contains(tenant, StringComparer.OrdinalIgnoreCase);
        }

        var own = registration.Value.TenantId!;
        if (Guid.TryParse(own, out _))
        {
            return string.Equals(own, tenant, StringComparison.OrdinalIgnoreCase);
        }

        // A domain name: the issuer that its tenant publishes contains the tenant's id, and was compared with the
        // token's. An authority for several tenants publishes a placeholder instead.
        return await PublishedAsync(CancellationToken.None) is { } published
            && !published.Issuer.Contains(EntraScheme.TenantPlaceholder, StringComparison.Ordinal);
    }

    private bool IsComplete(JsonWebToken token) =>
        (Text(token, "azp") is not { Length: > 0 } party || party == registration.Value.ClientId)
        && Text(token, "sub").Length > 0
        && Text(token, "oid").Length > 0;

    private Actor ActorOf(JsonWebToken token)
    {
        var login = Given(token, "preferred_username");
        var name = Given(token, "name") is { Length: > 0 } given ? given : login;
        var mail = new[] { Text(token, "email"), login }.FirstOrDefault(ConnectionSettings.IsAddress);
        var id = $"{Text(token, "tid")}:{Text(token, "oid")}";
        var roles = token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value).ToList();
        return new Actor(id, name.Length == 0 ? id : name, mail, Claims.RolesOf(roles))
        {
            GroupRoles = Claims.GroupRolesOf(roles),
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

    private static string Given(JsonWebToken token, string claim) =>
        GivenText.Usable(Text(token, claim), GivenText.LongestOfSystem);

    private static string Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var value) ? value ?? "" : "";
}
