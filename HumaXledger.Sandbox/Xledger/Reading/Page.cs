namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>One page of a connection, for its resolvers.</summary>
internal sealed record Page(IReadOnlyList<PageEdge> Edges, bool HasNextPage, bool HasPreviousPage);

internal sealed record PageEdge(string Cursor, object Node);

/// <summary>The page that a connection's arguments ask for.</summary>
/// <param name="Backwards">Whether the page is taken from the newest end (<c>last</c>).</param>
internal sealed record PageRequest(int Size, bool Backwards, long? After, long? Before)
{
    /// <summary>Reads <c>first</c>, <c>last</c>, <c>after</c> and <c>before</c>.</summary>
    /// <exception cref="RequestRefusedException">
    /// More records than one query may return, or contradicting arguments.
    /// </exception>
    public static PageRequest From(InputObject arguments, XledgerSwitches switches, XledgerLimits limits)
    {
        var (first, last) = ((int?)arguments["first"], (int?)arguments["last"]);
        if (first is not null && last is not null)
            throw XledgerErrors.Refused("Only one of first and last can be given.");
        var size = first ?? last ?? switches.DefaultPageSize;
        if (size < 1)
            throw XledgerErrors.Refused("The number of records must be at least 1.");
        if (size > limits.RecordsPerQuery)
            throw XledgerErrors.Refused($"A query can give at most {limits.RecordsPerQuery} records.");
        return new PageRequest(
            size,
            last is not null,
            Cursor.Key((string?)arguments["after"]),
            Cursor.Key((string?)arguments["before"])
        );
    }

    /// <summary>The page of a list that contains the rows between the two cursors, in order.</summary>
    public Page Of<T>(IReadOnlyList<T> between, bool anyBefore, bool anyAfter, Func<T, PageEdge> edge)
    {
        var rest = between.Count - Size;
        if (rest <= 0)
            return new Page([.. between.Select(edge)], anyAfter, anyBefore);
        return Backwards
            ? new Page([.. between.Skip(rest).Select(edge)], anyAfter, HasPreviousPage: true)
            : new Page([.. between.Take(Size).Select(edge)], HasNextPage: true, anyBefore);
    }
}
