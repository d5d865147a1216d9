using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox;

/// <summary>
/// One switch for each undocumented behavior in the contracts (<c>Sandbox:Switches:{System}:{Name}</c>).
/// </summary>
public sealed class SandboxSwitches
{
    /// <summary>Switches of Huma.</summary>
    public HumaSwitches Huma { get; set; } = new();

    /// <summary>Switches of Xledger.</summary>
    public XledgerSwitches Xledger { get; set; } = new();
}

/// <summary>Limits and prices (<c>Sandbox:Limits:{System}:{Name}</c>).</summary>
public sealed class SandboxLimits
{
    /// <summary>Limits of Xledger.</summary>
    public XledgerLimits Xledger { get; set; } = new();
}
