namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// The value of a block string: common indentation and blank lines at both ends are removed (specification 2.9.4).
/// </summary>
internal static class BlockString
{
    /// <summary>The value of a block string: common indentation and blank first and last lines removed.</summary>
    /// <param name="raw">The text between the triple quotes, with line breaks as <c>\n</c>.</param>
    public static string Value(string raw)
    {
        var lines = raw.Split('\n');
        var indentation = lines.Skip(1).Where(line => !IsBlank(line)).Select(Indentation).DefaultIfEmpty(0).Min();
        var dedented = lines
            .Select((line, index) => index == 0 ? line : line[Math.Min(indentation, line.Length)..])
            .ToList();
        var first = dedented.FindIndex(line => !IsBlank(line));
        var last = dedented.FindLastIndex(line => !IsBlank(line));
        return first < 0 ? "" : string.Join('\n', dedented[first..(last + 1)]);
    }

    private static int Indentation(string line) => line.Length - line.TrimStart(' ', '\t').Length;

    private static bool IsBlank(string line) => Indentation(line) == line.Length;
}
