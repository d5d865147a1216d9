namespace HumaXledger.Core.Access;

/// <summary>The only table of roles and permissions. Pages, endpoints, the hub and every operation use it.</summary>
public static class RoleRules
{
    private static readonly Dictionary<Role, Permission[]> Table = new()
    {
        [Role.Viewer] = [Permission.SeeStatus],
        [Role.IntegrationReviewer] = [Permission.SeeStatus, Permission.SeePeople, Permission.Prepare],
        [Role.IntegrationAdministrator] =
        [
            Permission.SeeStatus,
            Permission.SeePeople,
            Permission.Prepare,
            Permission.Synchronize,
            Permission.SetUp,
            Permission.ChangeSettings,
            Permission.SeeActivity,
            Permission.RotateKeys,
        ],
        // Useless alone: a number is shown next to a person, and viewing people needs another role.
        [Role.SensitiveData] = [Permission.SeeSensitive],
    };

    /// <summary>Whether a role has a permission.</summary>
    public static bool Gives(Role role, Permission permission) => Table[role].Contains(permission);

    /// <summary>The least role that has a permission, for messages.</summary>
    public static Role LeastFor(Permission permission) => Enum.GetValues<Role>().First(role => Gives(role, permission));
}
