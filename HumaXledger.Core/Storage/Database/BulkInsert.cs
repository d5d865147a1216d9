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
/// Writes many rows several times faster than tracked entities, and "insert, or replace what is there", for which EF
/// Core has no word: its own way reads first, and two writers collide.
/// The SQL is what SQLite and PostgreSQL share; columns, names and conversions come from the model.
/// </summary>
/// <param name="context">Its open transaction is used; without one, rows of a failed write may stay.</param>
internal sealed class BulkInsert<T>(SyncDbContext context)
    where T : class
{
    /// <summary>
    /// SQLite runs a prepared statement at once, row by row; a server is asked seldom. Far below PostgreSQL's 65,535
    /// parameters.
    /// </summary>
    private readonly int _rowsAtOnce = context is SqliteSyncDbContext ? 1 : 500;

    private readonly IEntityType _entity = context.Model.FindEntityType(typeof(T))!;

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
        var columns = _entity
            .GetProperties()
            .Where(property => !IsIdentity(property) || Conflict.Contains(property.Name))
            .Select(property => new Column(property, Quote(property.GetColumnName()), Part: null))
            .Concat(
                _entity
                    .GetComplexProperties()
                    .SelectMany(part =>
                        part.ComplexType.GetProperties()
                            .Select(property => new Column(property, Quote(property.GetColumnName()), part))
                    )
            )
            .ToList();
        await context.Database.OpenConnectionAsync(cancellation);
        DbCommand? command = null;
        try
        {
            foreach (var chunk in rows.Chunk(_rowsAtOnce))
            {
                if (command?.Parameters.Count != chunk.Length * columns.Count)
                {
                    command?.Dispose();
                    command = Command(columns, chunk.Length);
                }

                Fill(command, columns, chunk);
                await command.ExecuteNonQueryAsync(cancellation);
            }
        }
        finally
        {
            command?.Dispose();
            await context.Database.CloseConnectionAsync();
        }
    }

    private static bool IsIdentity(IProperty property) =>
        property.IsPrimaryKey() && property.ValueGenerated == ValueGenerated.OnAdd;

    private DbCommand Command(List<Column> columns, int rows)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        var values = Enumerable
            .Range(0, rows)
            .Select(_ => $"({string.Join(", ", columns.Select(column => Parameter(command, column)))})");
        var table = Quote(_entity.GetTableName()!);
        command.CommandText =
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES "
            + $"{string.Join(", ", values)}{OnConflict(table, columns)}";
        return command;
    }

    private string OnConflict(string table, List<Column> columns)
    {
        if (Conflict.Count == 0)
        {
            return "";
        }

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

    private static string Parameter(DbCommand command, Column column)
    {
        var name = "@p" + command.Parameters.Count.ToString(CultureInfo.InvariantCulture);
        command.Parameters.Add(column.Mapping.CreateParameter(command, name, null, nullable: true));
        return name;
    }

    private void Fill(DbCommand command, List<Column> columns, T[] rows)
    {
        var parameter = 0;
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                command.Parameters[parameter++].Value = column.Value(row, context.Vault!) ?? DBNull.Value;
            }
        }
    }

    private string Quote(string name) => context.GetService<ISqlGenerationHelper>().DelimitIdentifier(name);

    /// <param name="Part">The value of several columns that this one belongs to; null for a value of its own.</param>
    private sealed record Column(IProperty Property, string Name, IComplexProperty? Part)
    {
        /// <summary>Null where the value is stored as it is.</summary>
        public SealedColumn? Sealed { get; } =
            Property.DeclaringType is IEntityType entity
                ? Sealing.ColumnsOf(entity).FirstOrDefault(column => column.Property == Property.Name)
                : null;

        /// <summary>The property of the row.</summary>
        public string Member => (Part ?? (IReadOnlyPropertyBase)Property).Name;

        public RelationalTypeMapping Mapping { get; } = Property.GetRelationalTypeMapping();

        public object? Value(T row, ValueVault vault)
        {
            var holder = Part is null ? row : Part.GetGetter().GetClrValue(row);
            var value = holder is null ? null : Property.GetGetter().GetClrValue(holder);
            value = Sealed is null ? value : Sealed.Close(vault, (ISealedRow)row, value);
            return Mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
        }
    }
}
