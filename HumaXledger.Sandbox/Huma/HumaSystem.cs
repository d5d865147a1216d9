using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox.Huma;

/// <summary>The dependencies of Huma's endpoints.</summary>
public sealed record HumaSystem(HumaStore Store, HumaAccess Access, HumaSwitches Switches, TimeProvider Time)
{
    /// <summary>Today in Oslo, which decides the status of positions.</summary>
    public DateOnly Today => DateOnly.FromDateTime(OsloTime.From(Time.GetUtcNow().UtcDateTime));
}
