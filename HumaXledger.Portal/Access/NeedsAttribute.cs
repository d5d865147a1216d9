using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace HumaXledger.Portal.Access;

/// <summary>Who may open this page, call this endpoint or hub.</summary>
public sealed class NeedsAttribute : AuthorizeAttribute
{
    public NeedsAttribute(Permission permission)
    {
        Permission = permission;
        Policy = permission.ToString();
    }

    public Permission Permission { get; }
}
