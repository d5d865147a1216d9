using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox.Huma;

/// <summary>The Huma half of the sandbox: what its endpoints work on.</summary>
public sealed record HumaSystem(HumaStore Store, HumaAccess Access, HumaSwitches Switches, TimeProvider Time)
{
    /// <summary>The date by which a position is current, upcoming or ended: Oslo's.</summary>
    public DateOnly Today => DateOnly.FromDateTime(OsloTime.From(Time.GetUtcNow().UtcDateTime));
}
