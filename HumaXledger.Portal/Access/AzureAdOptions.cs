using System.Security.Cryptography.X509Certificates;
using HumaXledger.Core.Storage.Keys;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>The app registration in Entra ID. The names of the keys are Microsoft's.</summary>
public sealed class AzureAdOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "AzureAd";

    /// <summary>Address of Entra ID: https, or http on this machine.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    /// <summary>
    /// "Directory (tenant) ID" of the app registration, or the domain of the tenant; <c>organizations</c> for several
    /// tenants, which <see cref="AccessOptions.AllowedTenants"/> lists.
    /// </summary>
    public string? TenantId { get; set; }

    /// <summary>"Application (client) ID" of the app registration.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// One of its client secrets, unless a certificate is used. Set it as an environment variable, not in a file.
    /// </summary>
    public string? ClientSecret { get; set; }

    /// <summary>The first one is used instead of a secret.</summary>
    public IList<ClientCertificate> ClientCertificates { get; } = [];

    /// <summary>Path of the redirect URI that the app registration names.</summary>
    public string CallbackPath { get; set; } = "/signin-oidc";

    /// <summary>Path to which Entra ID sends the browser back after signing out.</summary>
    public string SignedOutCallbackPath { get; set; } = "/signout-callback-oidc";

    /// <summary>Whether sign-in with Entra ID is configured, at least in part.</summary>
    public bool Configured => !string.IsNullOrWhiteSpace(TenantId) || !string.IsNullOrWhiteSpace(ClientId);

    /// <summary>Whether the issuer sends the browser to this path, which authentication answers itself.</summary>
    internal bool IsCallback(PathString path) => path == CallbackPath || path == SignedOutCallbackPath;

    /// <summary>Several tenants may sign in; <see cref="AccessOptions.AllowedTenants"/> decides which.</summary>
    /// <remarks>Entra ID reads the name in any case.</remarks>
    public bool AnyTenant => TenantId?.Trim().ToUpperInvariant() is "COMMON" or "ORGANIZATIONS" or "CONSUMERS";
}

/// <summary>A certificate with its private key, as Microsoft's configuration names it.</summary>
public sealed class ClientCertificate
{
    /// <summary><c>Path</c> or <c>Base64Encoded</c>.</summary>
    public string? SourceType { get; set; }

    /// <summary>A PKCS #12 file.</summary>
    public string? CertificateDiskPath { get; set; }

    /// <summary>A PKCS #12 file as base64 text.</summary>
    public string? Base64EncodedValue { get; set; }

    /// <summary>Password of either. Set it as an environment variable, not in a file.</summary>
    public string? CertificatePassword { get; set; }

    /// <returns>Null when there is no certificate with a private key that opens with the password. The caller disposes
    /// of it.</returns>
    internal X509Certificate2? Open() =>
        SourceType switch
        {
            "Path" => CertificateFile.Open(CertificateDiskPath ?? "", CertificatePassword),
            "Base64Encoded" => CertificateFile.OpenBase64(Base64EncodedValue ?? "", CertificatePassword),
            _ => null,
        };
}

/// <summary>Reports missing or contradictory settings at start, by the names of the keys.</summary>
internal sealed class AzureAdOptionsCheck(IOptions<AccessOptions> access) : IValidateOptions<AzureAdOptions>
{
    public ValidateOptionsResult Validate(string? name, AzureAdOptions options)
    {
        if (!options.Configured)
        {
            return ValidateOptionsResult.Success;
        }

        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(AzureAdOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.TenantId))
        {
            yield return "AzureAd:TenantId is missing: \"Directory (tenant) ID\" of the app registration.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return "AzureAd:ClientId is missing: \"Application (client) ID\" of the app registration.";
        }

        if (string.IsNullOrWhiteSpace(options.ClientSecret) && options.ClientCertificates.Count == 0)
        {
            yield return "AzureAd:ClientSecret or AzureAd:ClientCertificates is missing.";
        }

        if (options.ClientCertificates is [var first, ..])
        {
            using var certificate = first.Open();
            if (certificate is null)
            {
                yield return "AzureAd:ClientCertificates:0 must name, with SourceType Path or Base64Encoded, "
                    + "a PKCS #12 certificate that opens with its password.";
            }
        }

        if (
            !Uri.TryCreate(options.Instance, UriKind.Absolute, out var instance)
            || !(instance.Scheme == Uri.UriSchemeHttps || (instance.Scheme == Uri.UriSchemeHttp && instance.IsLoopback))
        )
        {
            yield return "AzureAd:Instance must be an https address, or http on this machine.";
        }

        if (options.AnyTenant && access.Value.AllowedTenants.Count == 0)
        {
            yield return $"AzureAd:TenantId is {options.TenantId}: "
                + "Access:AllowedTenants must name the tenants whose people may sign in.";
        }

        if (access.Value.AllowedTenants.Any(tenant => !Guid.TryParse(tenant, out _)))
        {
            yield return "Access:AllowedTenants contains a value that is not a tenant id. Tenant ids are GUIDs.";
        }

        if (!IsPath(options.CallbackPath) || !IsPath(options.SignedOutCallbackPath))
        {
            yield return "AzureAd:CallbackPath and AzureAd:SignedOutCallbackPath must begin with a slash.";
        }
    }

    private static bool IsPath(string path) => path.Length > 1 && path[0] == '/';
}
