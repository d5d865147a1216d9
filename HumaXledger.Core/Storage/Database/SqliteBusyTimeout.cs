using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Lets SQLite itself wait for the one writer, as long as the connection string's <c>Default Timeout</c> says (30 s).
/// Without it the driver asks again every 150 ms, which starves a
/// page while a run writes its journal.
/// </summary>
internal sealed class SqliteBusyTimeout : DbConnectionInterceptor
{
    /// <summary>The interceptor has no state: one for all contexts.</summary>
    public static readonly SqliteBusyTimeout Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragma(connection);
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragma(connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Pragma(DbConnection connection) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout = {((SqliteConnection)connection).DefaultTimeout * 1000};"
        );
}
