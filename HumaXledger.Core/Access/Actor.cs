namespace HumaXledger.Core.Access;

/// <summary>
/// The user or process that acts, with its roles. Every operation of <c>Sync</c> that changes something takes one and
/// checks it first.
/// </summary>
/// <param name="Id">Stable for this person where the sign-in provides it: tenant and object id.</param>
/// <param name="Name">Stored with decisions and in the activity log.</param>
/// <param name="Mail">Address for results; null where unknown.</param>
/// <param name="Roles">The roles of the sign-in that hold for all connections.</param>
public sealed record Actor(string Id, string Name, string? Mail, IReadOnlySet<Role> Roles)
{
    /// <summary>No signed-in user. Has no permission.</summary>
    public static Actor Anonymous { get; } = new("", "", null, new HashSet<Role>());

    /// <summary>
    /// The product itself, for automatic work: real time, scheduled tasks, retries of jobs. Sees no sensitive values.
    /// </summary>
    public static Actor System { get; } =
        new("system", "HumaXledger", null, new HashSet<Role> { Role.IntegrationAdministrator });

    /// <summary>The IP address of the user's browser, as far as proxies are trusted; null for automatic work.</summary>
    public string? From { get; init; }

    /// <summary>When the user last signed in, UTC; null where no sign-in was needed.</summary>
    public DateTime? AuthenticatedAt { get; init; }

    /// <summary>Records refused actions; null for the product itself.</summary>
    public IRefusedActs? RefusedActs { get; init; }

    /// <summary>
    /// The user who started background work; a name decides nothing, since two people may share one. Has no permission,
    /// unless the id is that of the product itself.
    /// </summary>
    /// <param name="id">Null where an earlier version stored the name only.</param>
    public static Actor Behind(string name, string? id = null) =>
        id == System.Id ? System : Anonymous with { Id = id ?? "", Name = name };

    /// <summary>
    /// Roles that hold for a group of connections only. They never give a permission for another connection, nor for
    /// what belongs to no connection.
    /// </summary>
    public IReadOnlyList<GroupRole> GroupRoles { get; init; } = [];

    /// <summary>Whether a role gives this permission for all connections and for what belongs to none.</summary>
    public bool MayEverywhere(Permission permission) => Roles.Any(role => RoleRules.Gives(role, permission));

    /// <summary>Whether a role gives this permission for this connection.</summary>
    /// <param name="connectionId">Null where none is known: only a role for all connections counts.</param>
    public bool May(Permission permission, Guid? connectionId) =>
        MayEverywhere(permission)
        || (connectionId is { } id && GivenByGroups(permission).Any(role => role.Connections.Contains(id)));

    /// <summary>
    /// Whether a role gives this permission for all connections or for those of a group, which may be empty. Opens what
    /// lists connections; says nothing about any of them.
    /// </summary>
    public bool MaySomewhere(Permission permission) => MayEverywhere(permission) || GivenByGroups(permission).Any();

    /// <summary>The connections with this permission; null for all, those of the future included.</summary>
    public IReadOnlySet<Guid>? ConnectionsWith(Permission permission) =>
        MayEverywhere(permission) ? null : GivenByGroups(permission).SelectMany(role => role.Connections).ToHashSet();

    /// <summary>
    /// Checks a permission for a connection; every operation begins with it, or with the reading that says which
    /// connection it is about.
    /// </summary>
    /// <param name="connectionId">Null where what is asked for does not exist: refused to everyone whose roles hold for
    /// some connections only, as what belongs to another connection is.</param>
    /// <returns>The name to store with the result.</returns>
    /// <exception cref="ActRefused">No role has the permission.</exception>
    public string Demand(Permission permission, Guid? connectionId) =>
        May(permission, connectionId) ? Name : throw Refused(permission);

    /// <summary>Checks a permission for what belongs to no connection, or to all.</summary>
    /// <returns>The name to store with the result.</returns>
    /// <exception cref="ActRefused">No role has the permission everywhere.</exception>
    public string DemandEverywhere(Permission permission) =>
        MayEverywhere(permission) ? Name : throw Refused(permission);

    /// <summary>
    /// Checks that a permission is held for some connection at least; what is read is limited to the connections by
    /// <see cref="ConnectionsWith"/>.
    /// </summary>
    /// <exception cref="ActRefused">No role has the permission anywhere.</exception>
    public void DemandSomewhere(Permission permission)
    {
        if (!MaySomewhere(permission))
        {
            throw Refused(permission);
        }
    }

    private IEnumerable<GroupRole> GivenByGroups(Permission permission) =>
        GroupRoles.Where(role => RoleRules.Gives(role.Role, permission));

    private ActRefused Refused(Permission permission)
    {
        RefusedActs?.Note(this, permission);
        return new ActRefused(permission);
    }

    /// <summary>Without roles and name, because it may be logged.</summary>
    public override string ToString() => Id;
}
