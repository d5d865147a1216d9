using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Access;

/// <summary>Somebody asked for an act that none of their roles gives. Nothing was done.</summary>
public sealed class ActRefused(Permission permission) : Exception($"The permission {permission} is missing.")
{
    public Permission Permission { get; } = permission;

    /// <summary>For the person who asked.</summary>
    public Reason Reason { get; } = new(AccessReasons.RoleMissing, $"{RoleRules.LeastFor(permission)}");
}
