using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace HumaXledger.Portal.Access;

/// <summary>The permission that this page, endpoint or hub requires.</summary>
public sealed class NeedsAttribute : AuthorizeAttribute
{
    /// <summary>Requires this permission.</summary>
    public NeedsAttribute(Permission permission)
    {
        Permission = permission;
        Policy = permission.ToString();
    }

    /// <summary>The required permission.</summary>
    public Permission Permission { get; }
}
