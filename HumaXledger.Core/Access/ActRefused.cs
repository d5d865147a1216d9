using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Access;

/// <summary>A user requested an action that none of their roles permits. Nothing was done.</summary>
public sealed class ActRefused(Permission permission) : Exception($"The permission {permission} is missing.")
{
    /// <summary>The missing permission.</summary>
    public Permission Permission { get; } = permission;

    /// <summary>The explanation for the user.</summary>
    public Reason Reason { get; } = new(AccessReasons.RoleMissing, $"{RoleRules.LeastFor(permission)}");
}
