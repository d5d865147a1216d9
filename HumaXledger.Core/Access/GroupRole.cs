using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace HumaXledger.Core.Access;

/// <summary>
/// A role that holds for the connections of one connection group only, as the sign-in gives it:
/// <c>IntegrationReviewer:north</c>. In Entra ID this is the value of an app role.
/// </summary>
/// <param name="Group">See <see cref="IsGroup"/>.</param>
public sealed partial record GroupRole(Role Role, string Group)
{
    /// <summary>The longest name of a connection group, in characters.</summary>
    public const int LongestGroup = 50;

    /// <summary>The connections in the group, as of the last check of the session; none before it.</summary>
    public IReadOnlySet<Guid> Connections { get; init; } = FrozenSet<Guid>.Empty;

    /// <summary>
    /// Whether a connection group can have this name: lower-case letters a–z, digits and hyphens, so that it can be a
    /// part of an app role's value and is not mistaken for another one.
    /// </summary>
    public static bool IsGroup(string text) => text.Length <= LongestGroup && Name().IsMatch(text);

    /// <summary>Reads a role of a group; null where the text is none.</summary>
    /// <param name="text">Role and group as in <see cref="ToString"/>; letter case counts.</param>
    public static GroupRole? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !IsGroup(text[(colon + 1)..]))
        {
            return null;
        }

        // Only names count: Enum.Parse would take a number too.
        foreach (var role in Enum.GetValues<Role>().Where(role => $"{role}" == text[..colon]))
        {
            return new GroupRole(role, text[(colon + 1)..]);
        }

        return null;
    }

    /// <summary>Role and group, without the connections.</summary>
    public override string ToString() => $"{Role}:{Group}";

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
