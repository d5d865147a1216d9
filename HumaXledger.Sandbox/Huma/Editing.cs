using System.Collections.Frozen;

namespace HumaXledger.Sandbox.Huma;

/// <summary>The rights of one key on one user.</summary>
internal sealed class Editing(HumaUser user, HumaKey key, HumaSwitches switches)
{
    // The properties that Huma's own Xledger integration writes (contracts/huma.md 4.4), as far as they have a wrapper.
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

    /// <summary>Whether the key can read a property.</summary>
    public bool Sees(string property) => !key.Hidden.Contains(property) && !switches.HiddenFields.Contains(property);

    /// <summary>Whether the key can write a property of the profile.</summary>
    public bool CanEdit(string property) =>
        user.Active
        && !key.ReadOnly
        && Sees(property)
        && property != "firstContractStartDate"
        && !switches.ReadOnlyFields.Contains(property)
        && !(switches.IntegrationLocksFields && HeldBy(property) is not null);

    /// <summary>The integration that manages a property, if any.</summary>
    public ConnectedIntegration? HeldBy(string property) =>
        user.Integrations.Length > 0 && HeldByIntegration.Contains(property) ? user.Integrations[0] : null;

    /// <summary>
    /// Whether the key can change the user's positions, identifications or groups, given by property name.
    /// </summary>
    public bool CanChange(string property) =>
        user.Active && !key.ReadOnly && Sees(property) && !switches.ReadOnlyFields.Contains(property);
}
