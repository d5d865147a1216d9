using System.Text;
using HumaXledger.Core.Storage.Database;
using Npgsql;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>
/// The raw content of a store, as a thief reads it: the bytes of the SQLite files, or every column of every table of a
/// server. One character per byte.
/// </summary>
internal static class RawStore
{
    public static async Task<string> ReadAsync(StorageConnection connection, CancellationToken cancellation) =>
        connection.File is { } file ? Files(file) : await TablesAsync(connection.ConnectionString, cancellation);

    private static string Files(string file)
    {
        var text = new StringBuilder();
        foreach (var part in Directory.EnumerateFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"))
        {
            using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            text.Append(Encoding.Latin1.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        }

        return text.ToString();
    }

    private static async Task<string> TablesAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        var tables = new List<string>();
        await using (
            var names = new NpgsqlCommand(
                "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'",
                connection
            )
        )
        await using (var reader = await names.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                tables.Add(reader.GetString(0));
            }
        }

        var text = new StringBuilder();
        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"SELECT * FROM {table}", connection);
            await using var reader = await rows.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    text.Append(
                            reader.GetValue(column) is byte[] bytes
                                ? Encoding.Latin1.GetString(bytes)
                                : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes($"{reader.GetValue(column)}"))
                        )
                        .Append('\n');
                }
            }
        }

        return text.ToString();
    }
}
