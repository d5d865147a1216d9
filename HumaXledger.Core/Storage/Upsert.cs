using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace HumaXledger.Core.Storage;

/// <summary>
/// "Insert, or replace what is there" for many rows in one statement, in the words that SQLite and PostgreSQL share. EF Core has none: its own way reads first, and two writers collide.
/// Columns, names and conversions come from the model.
/// </summary>
/// <param name="context">Its open transaction is used.</param>
/// <param name="conflict">The properties of a unique index.</param>
/// <param name="add">Properties whose value is added to what is there instead of replacing it.</param>
internal sealed class Upsert<T>(SyncDbContext context, IReadOnlyList<string> conflict, params IReadOnlyList<string> add)
    where T : class
{
    private readonly IEntityType _entity = context.Model.FindEntityType(typeof(T))!;

    /// <summary>No two rows may share the conflict's values.</summary>
    public async Task RunAsync(IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        var columns = _entity.GetProperties().Where(property => !IsIdentity(property)).ToList();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        var values = new StringBuilder();
        foreach (var row in rows)
        {
            values.Append(values.Length == 0 ? "(" : ", (");
            values.AppendJoin(", ", columns.Select(column => Parameter(command, column, row)));
            values.Append(')');
        }

        var table = Quote(_entity.GetTableName()!);
        var updates = columns.Where(column => !conflict.Contains(column.Name)).Select(column => Update(table, column));
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns.Select(Name))}) VALUES {values} "
            + $"ON CONFLICT ({string.Join(", ", conflict.Select(name => Name(_entity.FindProperty(name)!)))}) DO UPDATE SET {string.Join(", ", updates)};";
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            await command.ExecuteNonQueryAsync(cancellation);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    private static bool IsIdentity(IProperty property) => property.IsPrimaryKey() && property.ValueGenerated == ValueGenerated.OnAdd;

    private string Update(string table, IProperty column) =>
        add.Contains(column.Name) ? $"{Name(column)} = {table}.{Name(column)} + excluded.{Name(column)}" : $"{Name(column)} = excluded.{Name(column)}";

    private string Name(IProperty property) => Quote(property.GetColumnName());

    private string Quote(string name) => context.GetService<ISqlGenerationHelper>().DelimitIdentifier(name);

    private static string Parameter(DbCommand command, IProperty property, T row)
    {
        var name = "@p" + command.Parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, name, property.GetGetter().GetClrValue(row), property.IsNullable));
        return name;
    }
}
