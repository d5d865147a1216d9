namespace HumaXledger.Core.Xledger.Documents;

/// <summary>
/// Builds the selection of a document from paths: <c>contact.phone</c> and <c>contact.birthday</c> become
/// <c>contact { phone birthday }</c>. The last part of a path may be followed by a selection of its own.
/// </summary>
internal static class PathSelection
{
    public static string Of(IEnumerable<string> paths) => string.Join(' ', Parts(paths.Distinct()));

    private static IEnumerable<string> Parts(IEnumerable<string> paths) =>
        paths
            .Select(Split)
            .GroupBy(path => path.Head, path => path.Below)
            .Select(group =>
                group.OfType<string>().ToArray() is { Length: > 0 } below ? $"{group.Key} {{ {Of(below)} }}" : group.Key
            );

    /// <summary>The part before the first dot and the rest; null where there is none.</summary>
    private static (string Head, string? Below) Split(string path)
    {
        var end = path.AsSpan().IndexOfAny('.', '{');
        return end >= 0 && path[end] == '.' ? (path[..end], path[(end + 1)..]) : (path, null);
    }
}
