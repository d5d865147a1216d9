using HumaXledger.Sandbox.Huma.Webhooks;

namespace HumaXledger.Sandbox;

/// <summary>Settings of the two outside systems that the sandbox plays (section <c>Sandbox</c>).</summary>
public sealed class SandboxOptions
{
    public const string Section = "Sandbox";

    /// <summary>Whether the Portal hosts the sandbox in its own process; only Development does.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where both systems listen. Port 0 takes a free one.</summary>
    public string Url { get; set; } = "http://localhost:5081";

    /// <summary>
    /// Size of the invented organization, 0 to 100,000. From 250 on it contains every situation at least twice.
    /// </summary>
    public int People { get; set; } = 250;

    /// <summary>The same seed and size give the same people with the same ids and values.</summary>
    public int Seed { get; set; } = 20260101;

    /// <summary>Where Huma sends its events; nothing is sent while it has no URL.</summary>
    public HumaWebhookOptions Webhook { get; set; } = new();

    public SandboxSwitches Switches { get; set; } = new();
    public SandboxLimits Limits { get; set; } = new();
}
