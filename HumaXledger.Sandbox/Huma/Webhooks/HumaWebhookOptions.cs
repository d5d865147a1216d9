namespace HumaXledger.Sandbox.Huma.Webhooks;

/// <summary>The webhook as an administrator sets it up in Huma (contracts/huma.md 3.1).</summary>
public sealed class HumaWebhookOptions
{
    /// <summary>Where the events are posted; empty means that no webhook is configured.</summary>
    public string? Url { get; set; }

    /// <summary>Key of the signature in <c>huma-hmac-sha256</c>; without it no signature is sent.</summary>
    public string? Secret { get; set; }

    /// <summary>Sent as a bearer token; without it no <c>Authorization</c> header is sent.</summary>
    public string? Token { get; set; }
}
