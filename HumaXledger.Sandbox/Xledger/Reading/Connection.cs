using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>A plural query over one table: filters by visibility, status and arguments, and pages.</summary>
internal sealed class Connection<TRow>(Func<XledgerStore, Table<TRow>> table)
    where TRow : Row
{
    /// <summary>The row's value of a field for filters and sorting.</summary>
    public Func<TRow, string, object?> Value { get; init; } = (_, _) => null;

    /// <summary>The days on which a record is valid; both ends may be open.</summary>
    public Func<TRow, (DateOnly? From, DateOnly? To)> Validity { get; init; } = _ => (null, null);

    /// <summary>Whether a record is part of this view of the table.</summary>
    public Func<TRow, bool> Belongs { get; init; } = _ => true;

    /// <summary>Whether records of parent entities can be visible too.</summary>
    public bool Shared { get; init; }

    /// <summary>Whether records belong to an entity; countries do not.</summary>
    public bool Owned { get; init; } = true;

    /// <summary>The fixed value for connections without the argument ownerSet.</summary>
    public OwnerSet? Owners { get; init; }

    /// <summary>Reads the page that the arguments ask for.</summary>
    public Page Read(Resolving query)
    {
        var request = query.State;
        var page = PageRequest.From(query.Arguments, request.Switches, request.Limits);
        var rows = table(request.Store);
        var wanted = Wanted(query.Arguments, request);
        var edge = (TRow row) => new PageEdge(Cursor.Of(row.Key, row.OwnerDbId, request.Switches), row);
        return query.Arguments.Get<InputObject>("orderBy") is { } order
            ? Ordered(rows, wanted, page, order, edge)
            : InOrderOfCreation(rows, wanted, page, edge);
    }

    private Func<TRow, bool> Wanted(InputObject arguments, XledgerRequest request)
    {
        var owners = Owners ?? Choice(arguments["ownerSet"], request.Switches.DefaultOwnerSet);
        var status = Choice(arguments["objectStatus"], request.Switches.DefaultObjectStatus);
        var filter = Filter.Compile(arguments.Get<InputObject>("filter"), Value);
        return row =>
            Belongs(row)
            && (!Owned || request.Visibility.Shows(owners, row.OwnerDbId, Shared))
            && Stands(status, Validity(row), request.Today)
            && (filter is null || filter(row));
    }

    private static T Choice<T>(object? given, T fallback)
        where T : struct, Enum => given is string name ? Enum.Parse<T>(name, ignoreCase: true) : fallback;

    private static bool Stands(ObjectStatus status, (DateOnly? From, DateOnly? To) validity, DateOnly today) =>
        status switch
        {
            ObjectStatus.All => true,
            ObjectStatus.Closed => validity.To < today,
            _ => !(validity.From > today) && !(validity.To < today),
        };

    private static Page InOrderOfCreation(
        Table<TRow> table,
        Func<TRow, bool> wanted,
        PageRequest page,
        Func<TRow, PageEdge> edge
    )
    {
        var rows = table.Rows;
        var start = page.After is { } after ? table.IndexAfter(after) : 0;
        var end = page.Before is { } before ? table.IndexAfter(before - 1) : rows.Count;
        var found = new List<TRow>();
        if (page.Backwards)
        {
            for (var index = end - 1; index >= start && found.Count <= page.Size; index--)
                Keep(rows[index]);
            found.Reverse();
        }
        else
        {
            for (var index = start; index < end && found.Count <= page.Size; index++)
                Keep(rows[index]);
        }

        return page.Of(found, anyBefore: start > 0, anyAfter: end < rows.Count, edge);

        void Keep(TRow row)
        {
            if (wanted(row))
                found.Add(row);
        }
    }

    private Page Ordered(
        Table<TRow> table,
        Func<TRow, bool> wanted,
        PageRequest page,
        InputObject order,
        Func<TRow, PageEdge> edge
    )
    {
        var field = (string)order["field"]!;
        var sort = Comparer<TRow>.Create(
            (left, right) =>
                Compare(Key(left, field), Key(right, field)) is var first and not 0
                    ? first
                    : left.Key.CompareTo(right.Key)
        );
        var rows = table.Rows.Where(wanted).Order(sort).ToList();
        if ((string?)order["direction"] == "DESC")
            rows.Reverse();
        // A row that has left the selection has no position to continue from.
        var start = page.After is { } after ? Place(after) + 1 : 0;
        var end = page.Before is { } before ? Place(before) : rows.Count;
        return page.Of(rows[start..Math.Max(start, end)], start > 0, end < rows.Count, edge);

        int Place(long key) =>
            rows.FindIndex(row => row.Key == key) is var index and >= 0
                ? index
                : throw XledgerErrors.Refused("Invalid cursor.");
    }

    private object? Key(TRow row, string field) =>
        field switch
        {
            "CREATED_AT" => row.CreatedAt,
            "MODIFIED_AT" => row.ModifiedAt,
            "CODE" => Value(row, "code"),
            _ => row.Key,
        };

    private static int Compare(object? left, object? right) =>
        left is string one && right is string other
            ? string.CompareOrdinal(one, other)
            : Comparer<object>.Default.Compare(left, right);
}
