using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Webhooks;

/// <summary>The portal as others reach it.</summary>
public sealed class PortalOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Portal";

    /// <summary>
    /// The public address of the portal, for example <c>https://sync.example.no</c>. When not set, the webhook's
    /// address is shown with the host that the browser uses.
    /// </summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>The webhook URL of the connection with this address.</summary>
    /// <param name="page">The URL in the browser, without its path.</param>
    public Uri WebhookUri(string page, string address) =>
        new(new Uri(PublicAddress.Length > 0 ? PublicAddress.TrimEnd('/') + "/" : page), HumaEndpoint.PathOf(address));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (
            PublicAddress.Length > 0
            && !(
                Uri.TryCreate(PublicAddress, UriKind.Absolute, out var address)
                && address.Scheme is "https" or "http"
                && address.Query.Length == 0
            )
        )
        {
            yield return new ValidationResult(
                "Portal:PublicAddress must be an address such as \"https://sync.example.no\", or empty."
            );
        }
    }
}
