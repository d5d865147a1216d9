using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Huma.Webhooks;
using HumaXledger.Sandbox.Sample;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox;

/// <summary>
/// Both outside systems in memory: what they hold, who may come in, and what a user of either system could do there.
/// The endpoints
/// work on the same stores, so whatever is done here is what a client reads next, and edits in Huma send webhooks.
/// </summary>
public sealed partial class SandboxWorld : IAsyncDisposable
{
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

    /// <summary>
    /// Something changed in either system, through its API or here; raised on the thread that changed it.
    /// </summary>
    public event Action? Changed;

    public SandboxOptions Options { get; }
    public TimeProvider Time { get; }
    public HumaStore Huma { get; }
    public HumaAccess HumaAccess { get; }

    /// <summary>What Huma's endpoints work on.</summary>
    public HumaSystem HumaSystem { get; }

    public HumaWebhook Webhook { get; }
    public XledgerStore Xledger { get; }
    public XledgerMeter Meter { get; }
    public Faults Faults { get; } = new();
    internal FaultEffects Effects { get; }

    /// <summary>Who contains which situation of the sample.</summary>
    public SampleCatalogue Catalogue { get; private set; }

    /// <summary>Both systems as they were at the start; keys and tokens stay, no webhook is sent.</summary>
    public void Reset()
    {
        CalmDown();
        Meter.Reset();
        Catalogue = SampleOrganization.Fill(this);
        Changed?.Invoke();
    }

    /// <summary>Nothing goes wrong any more, and what faults took from keys and tokens is given back.</summary>
    public void CalmDown()
    {
        Faults.Clear();
        Effects.CalmDown();
    }

    /// <summary>
    /// The refresh of Xledger's demo: its data are those of live again, which here means those of the start. Tokens
    /// that were made in the demo are gone; those made in live hold
    /// (contracts/xledger.md 1.8).
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
