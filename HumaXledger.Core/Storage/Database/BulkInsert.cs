namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Writes many rows several times faster than tracked entities, and "insert, or replace what is there", for which EF
/// Core has no word: its own way reads first, and two writers collide.
/// The SQL is what SQLite and PostgreSQL share.
/// </summary>
/// <param name="context">Its open transaction is used; without one, rows of a failed write may stay.</param>
internal sealed class BulkInsert<T>(SyncDbContext context)
    where T : class
{
    private readonly BulkStatements<T> _statements = new(context);

    /// <summary>
    /// The properties of a unique index, or the key: a row that is there is replaced. Empty: it is an error.
    /// </summary>
    public IReadOnlyList<string> Conflict { get; init; } = [];

    /// <summary>
    /// The only properties that are replaced in a row that is there: what is indexed and has not changed need not be
    /// written again. Empty: all.
    /// </summary>
    public IReadOnlyList<string> Replace { get; init; } = [];

    /// <summary>Properties whose value is added to what is there instead of replacing it.</summary>
    public IReadOnlyList<string> Add { get; init; } = [];

    /// <summary>
    /// Properties that tell whether a row that is there is the same one: where one of them differs, it is left alone.
    /// </summary>
    public IReadOnlyList<string> Same { get; init; } = [];

    /// <summary>No two rows may share the values of <see cref="Conflict"/>.</summary>
    public async Task RunAsync(IEnumerable<T> rows, CancellationToken cancellation)
    {
        var columns = _statements
            .Columns.Where(column => !column.IsIdentity || Conflict.Contains(column.Member))
            .ToList();
        await _statements.RunAsync(columns, rows, parameters => Text(columns, parameters), cancellation);
    }

    private string Text(List<BulkColumn> columns, IReadOnlyList<IReadOnlyList<string>> parameters) =>
        $"INSERT INTO {_statements.Table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES "
        + $"{BulkStatements<T>.Rows(parameters)}{OnConflict(columns)}";

    private string OnConflict(List<BulkColumn> columns)
    {
        if (Conflict.Count == 0)
        {
            return "";
        }

        var table = _statements.Table;
        var updates = columns
            .Where(column =>
                !Conflict.Contains(column.Member) && (Replace.Count == 0 || Replace.Contains(column.Member))
            )
            .Select(column =>
                Add.Contains(column.Member)
                    ? $"{column.Name} = {table}.{column.Name} + excluded.{column.Name}"
                    : $"{column.Name} = excluded.{column.Name}"
            );
        var keys = columns.Where(column => Conflict.Contains(column.Member)).Select(column => column.Name);
        var same = columns
            .Where(column => Same.Contains(column.Member))
            .Select(column => $"{table}.{column.Name} = excluded.{column.Name}")
            .ToList();
        return $" ON CONFLICT ({string.Join(", ", keys)}) DO UPDATE SET {string.Join(", ", updates)}"
            + (same.Count == 0 ? "" : $" WHERE {string.Join(" AND ", same)}");
    }
}
