using HumaXledger.Core.Access;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Who uses this circuit. Until sign-in exists the Portal starts in Development only, where it is the local administrator; sign-in fills it from the claims.
/// </summary>
public sealed class CurrentUser
{
    public Actor Actor { get; } = new("local-administrator", "Local administrator", "administrator@example.com", new HashSet<Role> { Role.IntegrationAdministrator });
}
