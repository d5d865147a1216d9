using System.Globalization;
using System.Security.Claims;
using HumaXledger.Core.Access;

namespace HumaXledger.Portal.Access;

/// <summary>Conversion between a signed-in person and claims.</summary>
public static class Claims
{
    /// <summary>The key of the session: the only content of the browser's cookie, which is encrypted.</summary>
    public const string SessionKey = "hx_session";

    private const string Subject = "sub";
    private const string Name = "name";
    private const string Mail = "email";
    private const string Roles = "roles";
    private const string GroupRoles = "hx_group_roles";
    private const string Address = "hx_address";
    private const string AuthenticatedAt = "hx_authenticated";

    /// <summary>
    /// The principal that goes into the cookie. It holds nothing about the person, so nothing in it can be out of date.
    /// </summary>
    public static ClaimsPrincipal OfKey(string key, string scheme) =>
        new(new ClaimsIdentity([new Claim(SessionKey, key)], scheme, Name, Roles));

    /// <summary>The session with its current roles.</summary>
    public static ClaimsPrincipal Of(Actor actor, string key, string scheme)
    {
        var claims = new List<Claim> { new(SessionKey, key), new(Subject, actor.Id), new(Name, actor.Name) };
        claims.AddRange(actor.Roles.Order().Select(role => new Claim(Roles, $"{role}")));
        claims.AddRange(actor.GroupRoles.Select(role => new Claim(GroupRoles, TextOf(role))));
        if (actor.Mail is { } mail)
        {
            claims.Add(new Claim(Mail, mail));
        }

        if (actor.From is { } address)
        {
            claims.Add(new Claim(Address, address));
        }

        if (actor.AuthenticatedAt is { } authenticated)
        {
            claims.Add(new Claim(AuthenticatedAt, authenticated.ToString("O", CultureInfo.InvariantCulture)));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme, Name, Roles));
    }

    /// <summary>The person of a principal; <see cref="Actor.Anonymous"/> without a valid session.</summary>
    public static Actor ActorOf(ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true && principal.FindFirst(Subject) is { } subject
            ? new Actor(
                subject.Value,
                principal.FindFirst(Name)?.Value ?? "",
                principal.FindFirst(Mail)?.Value,
                RolesOf(principal.FindAll(Roles).Select(claim => claim.Value))
            )
            {
                GroupRoles =
                [
                    .. principal.FindAll(GroupRoles).Select(claim => GroupRoleOf(claim.Value)).OfType<GroupRole>(),
                ],
                From = principal.FindFirst(Address)?.Value,
                AuthenticatedAt = DateTime.TryParse(
                    principal.FindFirst(AuthenticatedAt)?.Value,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.RoundtripKind,
                    out var authenticated
                )
                    ? authenticated
                    : null,
            }
            : Actor.Anonymous;

    /// <summary>Whether two sign-ins have the same roles, for the same connections.</summary>
    public static bool SameRoles(Actor one, Actor other) =>
        one.Roles.SetEquals(other.Roles)
        && one.GroupRoles.Select(TextOf).ToHashSet().SetEquals(other.GroupRoles.Select(TextOf));

    /// <summary>Roles as a session stores them: <c>Viewer</c>, or <c>Viewer:north</c> for a group.</summary>
    public static IReadOnlyList<string> RoleNamesOf(Actor actor) =>
        [
            .. actor.Roles.Order().Select(role => $"{role}"),
            .. actor
                .GroupRoles.OrderBy(role => role.Group, StringComparer.Ordinal)
                .ThenBy(role => role.Role)
                .Select(role => $"{role}"),
        ];

    /// <summary>The roles of connection groups among the names; they have no connections yet.</summary>
    public static IReadOnlyList<GroupRole> GroupRolesOf(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Select(GroupRole.Parse).OfType<GroupRole>()];

    private static string TextOf(GroupRole role) =>
        string.Join(' ', role.Connections.Order().Select(id => $"{id}").Prepend($"{role}"));

    private static GroupRole? GroupRoleOf(string text)
    {
        var parts = text.Split(' ');
        return GroupRole.Parse(parts[0]) is { } role
            ? role with
            {
                Connections = parts[1..].Select(Guid.Parse).ToHashSet(),
            }
            : null;
    }

    /// <summary>Unknown role names are left out. Only names count: a number is not a role name.</summary>
    public static IReadOnlySet<Role> RolesOf(IEnumerable<string> names) =>
        Enum.GetValues<Role>().Where(role => names.Contains(role.ToString(), StringComparer.Ordinal)).ToHashSet();
}
