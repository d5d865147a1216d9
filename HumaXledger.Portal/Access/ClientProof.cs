using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Authenticates the Portal to Entra ID by a certificate instead of the client secret. Microsoft.Identity.Web does that
/// only for tokens that it acquires itself, and keeps their refresh tokens, which the sessions need.
/// </summary>
public sealed class ClientProof(IOptions<AzureAdOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lazy<X509Certificate2?> _certificate = new(() =>
        options.Value.ClientCertificates.FirstOrDefault()?.Open()
    );

    /// <summary>Replaces the client secret of a token request when a certificate is configured.</summary>
    public void AddTo(OpenIdConnectMessage request, string tokenEndpoint)
    {
        if (_certificate.Value is { } certificate)
        {
            request.ClientSecret = null;
            request.ClientAssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            request.ClientAssertion = Assertion(certificate, tokenEndpoint);
        }
    }

    public void Dispose()
    {
        if (_certificate is { IsValueCreated: true, Value: { } certificate })
        {
            certificate.Dispose();
        }
    }

    // Entra ID expects PS256 and the certificate's SHA-256 thumbprint in the header (learn.microsoft.com, "Microsoft
    // identity platform application authentication certificate credentials").
    private string Assertion(X509Certificate2 certificate, string tokenEndpoint)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Audience = tokenEndpoint,
                Issuer = options.Value.ClientId,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = options.Value.ClientId!,
                    ["jti"] = $"{Guid.CreateVersion7(clock.GetUtcNow())}",
                },
                NotBefore = now,
                IssuedAt = now,
                Expires = now + Lifetime,
                SigningCredentials = new SigningCredentials(
                    new X509SecurityKey(certificate),
                    SecurityAlgorithms.RsaSsaPssSha256
                ),
                AdditionalHeaderClaims = new Dictionary<string, object>
                {
                    ["x5t#S256"] = WebEncoders.Base64UrlEncode(certificate.GetCertHash(HashAlgorithmName.SHA256)),
                },
            }
        );
    }
}
