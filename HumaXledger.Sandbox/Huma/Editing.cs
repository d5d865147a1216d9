using System.Collections.Frozen;

namespace HumaXledger.Sandbox.Huma;

/// <summary>What one key sees of one user and may change there.</summary>
internal sealed class Editing(HumaUser user, HumaKey key, HumaSwitches switches)
{
    // What Huma's own Xledger integration writes (contracts/huma.md 4.4) and a wrapper can say it of.
    private static readonly FrozenSet<string> HeldByIntegration = FrozenSet.Create(
        "email",
        "employmentId",
        "givenName",
        "familyName",
        "phone",
        "bankAccount",
        "homeAddress",
        "gender"
    );

    public bool Sees(string property) => !key.Hidden.Contains(property) && !switches.HiddenFields.Contains(property);

    public bool CanEdit(string property) =>
        user.Active
        && !key.ReadOnly
        && Sees(property)
        && property != "firstContractStartDate"
        && !switches.ReadOnlyFields.Contains(property)
        && !(switches.IntegrationLocksFields && HeldBy(property) is not null);

    /// <summary>The integration that holds a property, if any does.</summary>
    public ConnectedIntegration? HeldBy(string property) =>
        user.Integrations.Length > 0 && HeldByIntegration.Contains(property) ? user.Integrations[0] : null;

    /// <summary>
    /// Whether positions, identifications or groups of the user may be changed; what is told apart by property name.
    /// </summary>
    public bool CanChange(string property) =>
        user.Active && !key.ReadOnly && Sees(property) && !switches.ReadOnlyFields.Contains(property);
}
