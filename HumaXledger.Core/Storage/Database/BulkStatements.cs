using System.Data.Common;
using System.Globalization;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Runs one prepared statement over many rows. Columns, names and conversions come from the model; sealed values are
/// encrypted on the way: for the next rows by other threads, while the database writes these.
/// </summary>
/// <param name="context">Its open transaction is used.</param>
internal sealed class BulkStatements<T>(SyncDbContext context)
    where T : class
{
    /// <summary>
    /// SQLite runs a prepared statement at once, row by row; a server is asked seldom. Far below PostgreSQL's 65,535
    /// parameters.
    /// </summary>
    private readonly int _rowsAtOnce = context is SqliteSyncDbContext ? 1 : 500;

    /// <summary>Rows whose values are made in one piece of work; a multiple of what a statement writes.</summary>
    private const int RowsAhead = 500;

    private const int FewRows = 32;

    private readonly IEntityType _entity = context.Model.FindEntityType(typeof(T))!;

    /// <summary>The table's quoted name.</summary>
    public string Table => Quote(_entity.GetTableName()!);

    /// <summary>All columns of the table.</summary>
    public IEnumerable<BulkColumn> Columns =>
        _entity
            .GetProperties()
            .Select(property => new BulkColumn(property, Quote(property.GetColumnName()), part: null))
            .Concat(
                _entity
                    .GetComplexProperties()
                    .SelectMany(part =>
                        part.ComplexType.GetProperties()
                            .Select(property => new BulkColumn(property, Quote(property.GetColumnName()), part))
                    )
            );

    /// <summary>Rows of parameters as SQL's VALUES takes them.</summary>
    public static string Rows(IReadOnlyList<IReadOnlyList<string>> parameters) =>
        string.Join(", ", parameters.Select(row => $"({string.Join(", ", row)})"));

    /// <param name="textOf">The statement; it gets the names of the parameters of each row.</param>
    public async Task RunAsync(
        List<BulkColumn> columns,
        IEnumerable<T> rows,
        Func<IReadOnlyList<IReadOnlyList<string>>, string> textOf,
        CancellationToken cancellation
    )
    {
        await context.Database.OpenConnectionAsync(cancellation);
        DbCommand? command = null;
        using var pieces = rows.Chunk(RowsAhead).GetEnumerator();
        var next = Task.FromResult<object[][]?>(null);
        try
        {
            next = Next();
            while (await next is { } values)
            {
                next = Next();
                for (var from = 0; from < values.Length; from += _rowsAtOnce)
                {
                    var chunk = values.AsMemory(from, Math.Min(_rowsAtOnce, values.Length - from));
                    if (command?.Parameters.Count != chunk.Length * columns.Count)
                    {
                        command?.Dispose();
                        command = Command(columns, chunk.Length, textOf);
                    }

                    Fill(command, chunk.Span);
                    await command.ExecuteNonQueryAsync(cancellation);
                }
            }
        }
        finally
        {
            command?.Dispose();
            // No thread reads the rows any more once this has ended.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await context.Database.CloseConnectionAsync();
        }

        Task<object[][]?> Next() =>
            pieces.MoveNext() ? ValuesAsync(columns, pieces.Current) : Task.FromResult<object[][]?>(null);
    }

    // Sealing takes longer than writing. For a few rows other threads would only be in the way.
    private async Task<object[][]?> ValuesAsync(List<BulkColumn> columns, T[] rows)
    {
        var vault = context.Vault!;
        if (rows.Length < FewRows)
        {
            return Array.ConvertAll(rows, ValuesOf);
        }

        var values = new object[rows.Length][];
        await Parallel.ForAsync(0, rows.Length, (row, _) =>
        {
            values[row] = ValuesOf(rows[row]);
            return ValueTask.CompletedTask;
        });
        return values;

        object[] ValuesOf(T row)
        {
            var written = new object[columns.Count];
            for (var column = 0; column < written.Length; column++)
            {
                written[column] = columns[column].Value(row, vault) ?? DBNull.Value;
            }

            return written;
        }
    }

    private DbCommand Command(
        List<BulkColumn> columns,
        int rows,
        Func<IReadOnlyList<IReadOnlyList<string>>, string> textOf
    )
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = textOf([
            .. Enumerable.Range(0, rows).Select(_ => columns.ConvertAll(column => Parameter(command, column))),
        ]);
        return command;
    }

    private static string Parameter(DbCommand command, BulkColumn column)
    {
        var name = "@p" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
        command.Parameters.Add(column.Mapping.CreateParameter(command, name, null, nullable: true));
        return name;
    }

    private static void Fill(DbCommand command, ReadOnlySpan<object[]> rows)
    {
        var parameter = 0;
        foreach (var row in rows)
        {
            foreach (var value in row)
            {
                command.Parameters[parameter++].Value = value;
            }
        }
    }

    private string Quote(string name) => context.GetService<ISqlGenerationHelper>().DelimitIdentifier(name);
}

/// <summary>A column of <see cref="BulkStatements{T}"/>.</summary>
/// <param name="name">Quoted.</param>
/// <param name="part">The value of several columns that this one belongs to; null for a value of its own.</param>
internal sealed class BulkColumn(IProperty property, string name, IComplexProperty? part)
{
    // Null where the value is stored as it is.
    private readonly SealedColumn? _sealed = property.DeclaringType is IEntityType entity
        ? Sealing.ColumnsOf(entity).FirstOrDefault(column => column.Property == property.Name)
        : null;

    public string Name => name;

    /// <summary>The property of the row.</summary>
    public string Member => (part ?? (IReadOnlyPropertyBase)property).Name;

    public bool IsKey => property.IsPrimaryKey();

    /// <summary>Whether the database numbers new rows.</summary>
    public bool IsIdentity => IsKey && property.ValueGenerated == ValueGenerated.OnAdd;

    public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

    /// <summary>The value as it is stored.</summary>
    public object? Value(object row, ValueVault vault)
    {
        var holder = part is null ? row : part.GetGetter().GetClrValue(row);
        var value = holder is null ? null : property.GetGetter().GetClrValue(holder);
        value = _sealed is null ? value : _sealed.Close(vault, (ISealedRow)row, value);
        return Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
    }
}
