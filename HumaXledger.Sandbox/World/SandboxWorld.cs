using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Huma.Webhooks;
using HumaXledger.Sandbox.Sample;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox;

/// <summary>
/// Both simulated systems in memory: their data, access and everything that a user could do in their screens. The
/// endpoints use the same stores, so a client reads every edit at once, and edits in Huma send webhooks.
/// </summary>
public sealed partial class SandboxWorld : IAsyncDisposable
{
    /// <summary>Fills both stores with the sample.</summary>
    public SandboxWorld(SandboxOptions options, TimeProvider time)
    {
        Options = options;
        Time = time;
        HumaAccess = new HumaAccess(SampleAccess.HumaKeys(options.Seed), time, options.Switches.Huma);
        Huma = new HumaStore(SampleIds.Organization(options.Seed));
        HumaSystem = new HumaSystem(Huma, HumaAccess, options.Switches.Huma, time);
        Xledger = new XledgerStore(time, options.Switches.Xledger);
        Meter = new XledgerMeter(time);
        Catalogue = SampleOrganization.Fill(this);
        Huma.Changed += _ => Changed?.Invoke();
        Xledger.Changed += _ => Changed?.Invoke();
        Effects = new FaultEffects(this);
        Webhook = new HumaWebhook(Huma, options.Switches.Huma, options.Webhook, time);
    }

    /// <summary>Raised after a change in either system, through its API or here, on the thread that made it.</summary>
    public event Action? Changed;

    /// <summary>The options at the start.</summary>
    public SandboxOptions Options { get; }

    /// <summary>The clock of both systems.</summary>
    public TimeProvider Time { get; }

    /// <summary>Huma's data.</summary>
    public HumaStore Huma { get; }

    /// <summary>Huma's keys and access tokens.</summary>
    public HumaAccess HumaAccess { get; }

    /// <summary>Huma's data, keys and switches as the endpoints use them.</summary>
    public HumaSystem HumaSystem { get; }

    /// <summary>Huma's webhook.</summary>
    public HumaWebhook Webhook { get; }

    /// <summary>Xledger's data.</summary>
    public XledgerStore Xledger { get; }

    /// <summary>Xledger's use of the monthly allowance.</summary>
    public XledgerMeter Meter { get; }

    /// <summary>The faults that requests run into.</summary>
    public Faults Faults { get; } = new();
    internal FaultEffects Effects { get; }

    /// <summary>Who is in which situation of the sample.</summary>
    public SampleCatalogue Catalogue { get; private set; }

    /// <summary>
    /// Restores both systems to their state at the start. Keys and tokens stay valid; no webhook is sent.
    /// </summary>
    public void Reset()
    {
        ClearFaults();
        Meter.Reset();
        Catalogue = SampleOrganization.Fill(this);
        Changed?.Invoke();
    }

    /// <summary>Removes all faults and restores the rights that they took from keys and tokens.</summary>
    public void ClearFaults()
    {
        Faults.Clear();
        Effects.ClearFaults();
    }

    /// <summary>
    /// Simulates the refresh of Xledger's demo: its data become those of live, here those of the start. Tokens made in
    /// the demo stop working; those made in live stay valid (contracts/xledger.md 1.8).
    /// </summary>
    public void RefreshDemo(bool tokensMadeInDemo = true)
    {
        foreach (var token in tokensMadeInDemo ? Xledger.Tokens.All() : [])
            Effects.Note(token);
        SampleOrganization.FillXledger(this);
        if (tokensMadeInDemo)
            Xledger.Edit(edit =>
            {
                foreach (var token in Xledger.Tokens.All())
                    edit.Change(token, row => row.Revoked = true);
            });
    }

    private DateOnly Today => HumaSystem.Today;

    public ValueTask DisposeAsync() => Webhook.DisposeAsync();
}
