using HumaXledger.Core.Xledger;

namespace HumaXledger.Portal.Components.Pages.SetUp;

/// <summary>One line of Xledger's token page: a scope with its two boxes.</summary>
public sealed record NeededScope(string Group, string Scope, bool Read, bool Write)
{
    /// <summary>All scopes that a token needs.</summary>
    public static IReadOnlyList<NeededScope> All { get; } =
    [
        .. XledgerRight
            .Needed.GroupBy(right => (right.Group, right.Scope))
            .Select(scope => new NeededScope(
                scope.Key.Group,
                scope.Key.Scope,
                scope.Any(right => !right.Write),
                scope.Any(right => right.Write)
            )),
    ];

    /// <summary>
    /// The table as text to paste into a mail or a ticket; groups and scopes have Xledger's own names.
    /// </summary>
    public static string AsText(string read, string write) =>
        string.Join('\n', All.Select(scope => scope.AsLine(read, write)));

    /// <summary>The boxes to tick, by their names.</summary>
    public string Boxes(string read, string write) =>
        string.Join(" + ", new[] { Read ? read : null, Write ? write : null }.Where(box => box is not null));

    private string AsLine(string read, string write) => $"{Group} › {Scope}: {Boxes(read, write)}";
}
