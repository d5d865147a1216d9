using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace HumaXledger.Portal.Access;

/// <summary>
/// The permission that this page, endpoint or hub requires: for the connection that its address names, and where it
/// names none, for at least one. What concerns all connections, or none, asks for it everywhere.
/// </summary>
public sealed class NeedsAttribute : AuthorizeAttribute
{
    /// <summary>Requires this permission.</summary>
    /// <param name="everywhere">Whether a role for some connections only does not suffice.</param>
    public NeedsAttribute(Permission permission, bool everywhere = false)
    {
        Permission = permission;
        Policy = everywhere ? Everywhere(permission) : $"{permission}";
    }

    /// <summary>The required permission.</summary>
    public Permission Permission { get; }

    /// <summary>Name of the policy that requires a permission for all connections.</summary>
    public static string Everywhere(Permission permission) => $"{permission}.{nameof(Everywhere)}";
}
