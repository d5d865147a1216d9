namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Writes some properties of many rows that are there. Other values of the rows are neither encrypted nor sent,
/// which is most of the cost of a journal. A row that is gone stays gone.
/// </summary>
/// <param name="context">Its open transaction is used; without one, some rows of a failed write may be written.</param>
/// <param name="properties">Their names; all of a value of several columns.</param>
internal sealed class BulkUpdate<T>(SyncDbContext context, IReadOnlyList<string> properties)
    where T : class
{
    private readonly BulkStatements<T> _statements = new(context);

    /// <summary>The properties that tell which row it is; empty: the key.</summary>
    public IReadOnlyList<string> MatchedBy { get; init; } = [];

    /// <summary>No row may be there twice.</summary>
    public Task RunAsync(IEnumerable<T> rows, CancellationToken cancellation)
    {
        var columns = _statements
            .Columns.Where(column => Identifies(column) || properties.Contains(column.Member))
            .OrderBy(Identifies)
            .ToList();
        return
            MatchedBy.Concat(properties).Except(columns.Select(column => column.Member)).FirstOrDefault() is { } missing
            ? throw new InvalidOperationException($"{missing} is no column of {_statements.Table}.")
            : _statements.RunAsync(columns, rows, parameters => Text(columns, parameters), cancellation);
    }

    private bool Identifies(BulkColumn column) =>
        MatchedBy.Count == 0 ? column.IsKey : MatchedBy.Contains(column.Member);

    // SQLite has no names for the columns of VALUES, and takes one row at a time.
    private string Text(List<BulkColumn> columns, IReadOnlyList<IReadOnlyList<string>> parameters)
    {
        var table = _statements.Table;
        if (context is SqliteSyncDbContext)
        {
            return Statement(table, columns, parameters[0], "");
        }

        var names = columns.ConvertAll(column => $"written.{column.Name}");
        var written = $" FROM (VALUES {BulkStatements<T>.Rows(parameters)}) AS written ({Names(columns)})";
        return Statement(table, columns, names, written);
    }

    private string Statement(string table, List<BulkColumn> columns, IReadOnlyList<string> values, string from)
    {
        var pairs = columns.Zip(values).ToList();
        var set = pairs.Where(pair => !Identifies(pair.First)).Select(pair => $"{pair.First.Name} = {pair.Second}");
        var keys = pairs
            .Where(pair => Identifies(pair.First))
            .Select(pair => $"{table}.{pair.First.Name} = {pair.Second}");
        return $"UPDATE {table} SET {string.Join(", ", set)}{from} WHERE {string.Join(" AND ", keys)}";
    }

    private static string Names(List<BulkColumn> columns) => string.Join(", ", columns.Select(column => column.Name));
}
