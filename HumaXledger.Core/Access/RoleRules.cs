namespace HumaXledger.Core.Access;

/// <summary>The one table of who may do what. Pages, endpoints, the hub and every act ask it.</summary>
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
        ],
        // Alone it opens nothing: a number stands beside a person, and to see people takes another role.
        [Role.SensitiveData] = [Permission.SeeSensitive],
    };

    public static bool Gives(Role role, Permission permission) => Table[role].Contains(permission);

    /// <summary>The least role that gives it, to be named to whoever lacks it.</summary>
    public static Role LeastFor(Permission permission) => Enum.GetValues<Role>().First(role => Gives(role, permission));
}
