using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>A person's record outside this connection.</summary>
/// <param name="Person">The record.</param>
/// <param name="Place">
/// The name of the Xledger entity, or of the connection of the Huma user; null where it is unknown.
/// </param>
public sealed record OutsideRecord(Person Person, string? Place)
{
    public override string ToString() => Person.ToString();
}
