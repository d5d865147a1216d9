namespace HumaXledger.Core.Access;

/// <summary>
/// Who acts, and as what. Every act of <c>Sync</c> that changes something takes one and asks it first.
/// </summary>
/// <param name="Id">The same for this person for ever, where the sign-in gives such a thing: tenant and object
/// id.</param>
/// <param name="Name">What is kept with decisions and in the activity log.</param>
/// <param name="Mail">Where results are mailed; null where unknown.</param>
public sealed record Actor(string Id, string Name, string? Mail, IReadOnlySet<Role> Roles)
{
    /// <summary>Nobody who is signed in. May do nothing.</summary>
    public static Actor Nobody { get; } = new("", "", null, new HashSet<Role>());

    /// <summary>
    /// The product itself, where it acts without anybody asking: real time, scheduled work, the retry of a job. Sees
    /// nothing in clear.
    /// </summary>
    public static Actor System { get; } =
        new("system", "HumaXledger", null, new HashSet<Role> { Role.IntegrationAdministrator });

    /// <summary>
    /// The address that the person's browser came from, as far as proxies can be believed; null for what the product
    /// does by itself.
    /// </summary>
    public string? From { get; init; }

    /// <summary>When they last proved who they are, UTC; null where nobody had to.</summary>
    public DateTime? AuthenticatedAt { get; init; }

    /// <summary>Hears of what they are refused; null for the product itself.</summary>
    public IRefusedActs? RefusedActs { get; init; }

    /// <summary>Whoever began what goes on in the background, of whom only the name was kept. May do nothing.</summary>
    public static Actor Behind(string name) => name == System.Name ? System : Nobody with { Name = name };

    public bool May(Permission permission) => Roles.Any(role => RoleRules.Gives(role, permission));

    /// <summary>Asked at the beginning of every act.</summary>
    /// <returns>The name to be kept with what is done.</returns>
    /// <exception cref="ActRefused">No role of theirs gives it.</exception>
    public string Demand(Permission permission)
    {
        if (May(permission))
        {
            return Name;
        }

        RefusedActs?.Note(this, permission);
        throw new ActRefused(permission);
    }

    /// <summary>Not the roles and not the person: this may end up in a log.</summary>
    public override string ToString() => Id;
}
