using System.Security.Claims;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Authenticates the Portal to Entra ID as the registered application: with a certificate when one is configured,
/// otherwise with the client secret.
/// </summary>
public sealed class ClientProof(IOptions<AzureAdOptions> options, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly Lazy<X509Certificate2?> _certificate = new(() =>
        options.Value.ClientCertificates is [var first, ..] ? Load(first) : null
    );

    /// <summary>Adds the client assertion or the client secret to a token request.</summary>
    public void AddTo(Dictionary<string, string> request, string tokenEndpoint)
    {
        if (_certificate.Value is { } certificate)
        {
            request["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            request["client_assertion"] = Assertion(certificate, tokenEndpoint);
        }
        else
        {
            request["client_secret"] = options.Value.ClientSecret!;
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
                Subject = new ClaimsIdentity([
                    new Claim("sub", options.Value.ClientId!),
                    new Claim("jti", $"{Guid.CreateVersion7(clock.GetUtcNow())}"),
                ]),
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

    private static X509Certificate2 Load(ClientCertificate source) =>
        source.SourceType switch
        {
            "Path" => CertificateFile.Open(source.CertificateDiskPath ?? "", source.CertificatePassword),
            "Base64Encoded" => CertificateFile.OpenBase64(source.Base64EncodedValue ?? "", source.CertificatePassword),
            _ => throw new StartRefusedException(
                "AzureAd:ClientCertificates:0:SourceType must be Path or Base64Encoded."
            ),
        }
        ?? throw new StartRefusedException(
            "AzureAd:ClientCertificates:0 is not a PKCS #12 certificate that can be opened with its password."
        );
}
