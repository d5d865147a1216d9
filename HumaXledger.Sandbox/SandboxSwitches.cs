using HumaXledger.Sandbox.Huma;

namespace HumaXledger.Sandbox;

/// <summary>One switch for each behaviour that the contracts call unknown (<c>Sandbox:Switches:{System}:{Name}</c>).</summary>
public sealed class SandboxSwitches
{
    public HumaSwitches Huma { get; set; } = new();
}
