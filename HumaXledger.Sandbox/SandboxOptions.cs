using HumaXledger.Sandbox.Huma.Webhooks;

namespace HumaXledger.Sandbox;

/// <summary>The sandbox, which plays Huma and Xledger.</summary>
public sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>Whether the portal hosts the sandbox in its own process; for Development only.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Address of both systems; port 0 takes a free one. The two environments named <c>Sandbox</c> must point to it.
    /// </summary>
    public string Url { get; set; } = "http://localhost:5081";

    /// <summary>
    /// Size of the invented organization, 0 to 100,000. With 250 or more it contains every situation at least twice.
    /// </summary>
    public int People { get; set; } = 250;

    /// <summary>The same seed and size give the same people, ids, values, keys and tokens.</summary>
    public int Seed { get; set; } = 20260101;

    /// <summary>The webhook of the sandbox's Huma.</summary>
    public HumaWebhookOptions Webhook { get; set; } = new();

    public SandboxSwitches Switches { get; set; } = new();
    public SandboxLimits Limits { get; set; } = new();
}
