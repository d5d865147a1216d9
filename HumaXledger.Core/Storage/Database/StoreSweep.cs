using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Takes what was deleted out of the database's file. SQLite marks deleted rows as free and leaves their bytes until
/// they are written over; this writes the whole file anew and empties its log. A server
/// reuses such room by itself (docs/privacy.md).
/// </summary>
public sealed class StoreSweep(IDbContextFactory<SyncDbContext> contexts, StorageConnection connection)
{
    /// <returns>False where others kept the file busy or the disk had no room for a second copy: to be done again
    /// later.</returns>
    public async Task<bool> SweepAsync(CancellationToken cancellation)
    {
        if (connection.Provider != StorageProvider.Sqlite)
        {
            return true;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = "VACUUM;";
            await command.ExecuteNonQueryAsync(cancellation);
            return await TruncateLogAsync(context, cancellation);
        }
        catch (SqliteException fault) when (StoreFault.CauseOf(fault) is not null)
        {
            return false;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Carries SQLite's log of writes over into the file, and empties it. The connection is open.</summary>
    /// <returns>False where another connection blocked it.</returns>
    internal static async Task<bool> TruncateLogAsync(SyncDbContext context, CancellationToken cancellation)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        // Its first column says whether another connection blocked it.
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        return await command.ExecuteScalarAsync(cancellation) is 0L;
    }
}
