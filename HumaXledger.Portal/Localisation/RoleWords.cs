using HumaXledger.Core.Access;
using Microsoft.Extensions.Localization;

namespace HumaXledger.Portal.Localisation;

/// <summary>The roles of a person in words; those of a connection group with its name.</summary>
public static class RoleWords
{
    /// <summary>For example: <c>Viewer, Integration reviewer (north)</c>.</summary>
    public static string Of(
        IStringLocalizer<Reasons> words,
        IReadOnlySet<Role> roles,
        IReadOnlyList<GroupRole> groupRoles
    ) =>
        string.Join(
            ", ",
            roles
                .Order()
                .Select(role => words[$"word.{role}"].Value)
                .Concat(groupRoles.Select(role => $"{words[$"word.{role.Role}"]} ({role.Group})"))
        );
}
