using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Microsoft.IdentityModel.Validators;

namespace HumaXledger.Portal.Access;

/// <summary>
/// What the Portal requires of the OpenID Connect scheme beyond the defaults of Microsoft.Identity.Web: code flow only,
/// and stricter rules for tokens (docs/decisions/0022).
/// </summary>
public sealed class EntraScheme(IOptions<AzureAdOptions> registration, IHostEnvironment environment)
    : IConfigureNamedOptions<OpenIdConnectOptions>,
        IPostConfigureOptions<OpenIdConnectOptions>
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string Name = OpenIdConnectDefaults.AuthenticationScheme;

    /// <summary>
    /// Where Entra ID publishes one issuer for several tenants, it contains this for the tenant's id.
    /// </summary>
    internal const string TenantPlaceholder = "{tenantid}";

    /// <summary>Accepted difference between the clocks of Entra ID and this machine.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public void Configure(OpenIdConnectOptions options) => Configure(Name, options);

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        options.SignInScheme = SessionCookie.Scheme;
        options.EventsType = typeof(EntraEvents);
        (options.ResponseType, options.ResponseMode) = (
            OpenIdConnectResponseType.Code,
            OpenIdConnectResponseMode.Query
        );
        (options.MapInboundClaims, options.DisableTelemetry) = (false, true);
        options.Scope.Add("email");
        options.Scope.Add(OpenIdConnectScope.OfflineAccess);
        options.RequireHttpsMetadata = !options.Authority!.StartsWith("http:", StringComparison.OrdinalIgnoreCase);
        // A request to this path needs no authentication, so any site could sign a browser out.
        options.RemoteSignOutPath = default;
        // Pushing the request would send the client secret, which a registration with a certificate does not have.
        options.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        options.BackchannelTimeout = TimeSpan.FromSeconds(30);
        options.BackchannelHttpHandler = new SocketsHttpHandler
        {
            // A redirect of the token endpoint would carry code, verifier and client secret to another address.
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        // Tokens with invented key names must not cause a request to Entra ID each.
        options.RefreshInterval = TimeSpan.FromMinutes(1);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            // Entra ID redirects the browser here with a GET, which Lax allows; the defaults are for form posts.
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = environment.IsDevelopment()
                ? CookieSecurePolicy.SameAsRequest
                : CookieSecurePolicy.Always;
        }

        Restrict(options.TokenValidationParameters);
    }

    /// <summary>Runs when the framework has created the source of the tenant's metadata and keys.</summary>
    public void PostConfigure(string? name, OpenIdConnectOptions options)
    {
        var published = (BaseConfigurationManager)options.ConfigurationManager!;
        // By default a key that the tenant has withdrawn is accepted for another hour.
        published.UseLastKnownGoodConfiguration = false;
        options.TokenValidationParameters.ConfigurationManager = published;
    }

    private void Restrict(TokenValidationParameters rules)
    {
        // Entra ID signs with RS256. A longer list could let through a token that is signed with the public key as a
        // shared secret (HS256).
        rules.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        // Only the key that `kid` names is tried.
        rules.TryAllIssuerSigningKeys = false;
        rules.ClockSkew = Skew;
        rules.AudienceValidator = (audiences, _, _) => audiences.SequenceEqual([registration.Value.ClientId]);
        rules.IssuerValidatorUsingConfiguration = (issuer, token, _, published) =>
            IsOfTheTenant(issuer, (JsonWebToken)token, published.Issuer)
                ? issuer
                : throw new SecurityTokenInvalidIssuerException("The issuer is not that of the token's tenant.");
        rules.EnableAadSigningKeyIssuerValidation();
    }

    // For several tenants Entra ID publishes one issuer with a placeholder for the tenant. Microsoft's own rule is not
    // used: it accepts several forms of the issuer and only Microsoft's hosts.
    private static bool IsOfTheTenant(string issuer, JsonWebToken token, string published) =>
        token.TryGetPayloadValue<string>("tid", out var tenant)
        && Guid.TryParse(tenant, out _)
        && issuer == published.Replace(TenantPlaceholder, tenant, StringComparison.Ordinal);
}
