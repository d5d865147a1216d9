using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>A person's record that belongs to something else than this connection.</summary>
/// <param name="Place">
/// The name of the Xledger entity, or of the connection that the Huma user belongs to; null where the name is not
/// known.
/// </param>
public sealed record OutsideRecord(Person Person, string? Place)
{
    public override string ToString() => Person.ToString();
}
