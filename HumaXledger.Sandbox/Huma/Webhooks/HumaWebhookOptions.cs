namespace HumaXledger.Sandbox.Huma.Webhooks;

/// <summary>The webhook as an administrator sets it up in Huma (contracts/huma.md 3.1).</summary>
public sealed class HumaWebhookOptions
{
    /// <summary>Where events are posted; none are sent when not set.</summary>
    public string? Url { get; set; }

    /// <summary>
    /// Key of the signature in the header <c>huma-hmac-sha256</c>; no signature is sent when not set.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Sent as a bearer token; no <c>Authorization</c> header is sent when not set.</summary>
    public string? Token { get; set; }
}
