using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox;

/// <summary>
/// One switch for each behaviour that the contracts call unknown (<c>Sandbox:Switches:{System}:{Name}</c>).
/// </summary>
public sealed class SandboxSwitches
{
    public HumaSwitches Huma { get; set; } = new();
    public XledgerSwitches Xledger { get; set; } = new();
}

/// <summary>Limits and prices (<c>Sandbox:Limits:{System}:{Name}</c>).</summary>
public sealed class SandboxLimits
{
    public XledgerLimits Xledger { get; set; } = new();
}
