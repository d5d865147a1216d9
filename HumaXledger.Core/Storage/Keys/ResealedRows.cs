using System.Data.Common;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>A row whose values were sealed anew.</summary>
/// <param name="Key">Its primary key.</param>
/// <param name="Cells">Each value as it was read, and as it is to be stored.</param>
internal sealed record ResealedRow(object Key, IReadOnlyList<(SealedCell Cell, object Anew)> Cells);

/// <summary>
/// Replaces sealed values by the same ones, sealed anew, in one short transaction. A value that was written since it
/// was read stays, and a row that another transaction writes is left for the next pass: other work is neither
/// overwritten nor waited for, so that it cannot be deadlocked with.
/// </summary>
internal static class ResealedRows
{
    /// <returns>How many values were replaced.</returns>
    public static async Task<int> ReplaceAsync(
        SyncDbContext context,
        Type entity,
        IReadOnlyList<ResealedRow> rows,
        CancellationToken cancellation
    )
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var table = new TableNames(context, context.Model.FindEntityType(entity)!);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var free = await FreeAsync(context, table, rows, cancellation);
        var replaced = 0;
        foreach (var row in rows.Where(row => free?.Contains(row.Key) != false))
        {
            await using var command = Command(context);
            var sets = new List<string>();
            var conditions = new List<string> { $"{table.Key} = {Parameter(command, row.Key)}" };
            foreach (var (cell, anew) in row.Cells)
            {
                sets.Add($"{table.Quote(cell.Column)} = {Parameter(command, anew)}");
                conditions.Add(
                    cell.Stored is DBNull
                        ? $"{table.Quote(cell.Column)} IS NULL"
                        : $"{table.Quote(cell.Column)} = {Parameter(command, cell.Stored)}"
                );
            }

            command.CommandText =
                $"UPDATE {table.Name} SET {string.Join(", ", sets)} WHERE {string.Join(" AND ", conditions)}";
            replaced += await command.ExecuteNonQueryAsync(cancellation) * row.Cells.Count;
        }

        await transaction.CommitAsync(cancellation);
        return replaced;
    }

    // Null: all. A file has one writer at a time, which is this one now.
    private static async Task<HashSet<object>?> FreeAsync(
        SyncDbContext context,
        TableNames table,
        IReadOnlyList<ResealedRow> rows,
        CancellationToken cancellation
    )
    {
        if (context is SqliteSyncDbContext)
        {
            return null;
        }

        await using var command = Command(context);
        var keys = string.Join(", ", rows.Select(row => Parameter(command, row.Key)));
        command.CommandText =
            $"SELECT {table.Key} FROM {table.Name} WHERE {table.Key} IN ({keys}) FOR UPDATE SKIP LOCKED";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var free = new HashSet<object>();
        while (await reader.ReadAsync(cancellation))
        {
            free.Add(reader.GetValue(0));
        }

        return free;
    }

    private static DbCommand Command(SyncDbContext context)
    {
        var command = context.Database.GetDbConnection().CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    private static string Parameter(DbCommand command, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ($"@p{command.Parameters.Count}", value);
        command.Parameters.Add(parameter);
        return parameter.ParameterName;
    }

    private sealed class TableNames(SyncDbContext context, IEntityType entity)
    {
        public string Name => Quote(entity.GetTableName()!);

        public string Key => Quote(entity.FindPrimaryKey()!.Properties.Single().GetColumnName());

        public string Quote(string name) => context.GetService<ISqlGenerationHelper>().DelimitIdentifier(name);
    }
}
