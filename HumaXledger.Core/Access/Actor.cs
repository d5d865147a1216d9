namespace HumaXledger.Core.Access;

/// <summary>
/// The user or process that acts, with its roles. Every operation of <c>Sync</c> that changes something takes one and
/// checks it first.
/// </summary>
/// <param name="Id">Stable for this person where the sign-in provides it: tenant and object id.</param>
/// <param name="Name">Stored with decisions and in the activity log.</param>
/// <param name="Mail">Address for results; null where unknown.</param>
/// <param name="Roles">The roles of the sign-in.</param>
public sealed record Actor(string Id, string Name, string? Mail, IReadOnlySet<Role> Roles)
{
    /// <summary>No signed-in user. Has no permission.</summary>
    public static Actor Nobody { get; } = new("", "", null, new HashSet<Role>());

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
        id == System.Id ? System : Nobody with { Id = id ?? "", Name = name };

    /// <summary>Whether one of the roles has this permission.</summary>
    public bool May(Permission permission) => Roles.Any(role => RoleRules.Gives(role, permission));

    /// <summary>Checks a permission; called at the beginning of every operation.</summary>
    /// <returns>The name to store with the result.</returns>
    /// <exception cref="ActRefused">No role has the permission.</exception>
    public string Demand(Permission permission)
    {
        if (May(permission))
        {
            return Name;
        }

        RefusedActs?.Note(this, permission);
        throw new ActRefused(permission);
    }

    /// <summary>Without roles and name, because it may be logged.</summary>
    public override string ToString() => Id;
}
