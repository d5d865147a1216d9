using System.Data.Common;
using System.Reflection;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Brings the database to this version's shape, creating it where there is none, and its key ring to what the settings
/// say. Nodes and processes that start at once wait for each other.
/// </summary>
public sealed class StorageMigrator(
    IDbContextFactory<SyncDbContext> contexts,
    StorageConnection connection,
    ServerWait wait,
    NodeRegister nodes,
    KeyRingProtection keys
)
{
    /// <summary>
    /// "HumaXled" in ASCII: one lock for every database of this product on a server, taken at start only.
    /// </summary>
    private const long AdvisoryLock = 0x48756D61586C6564;

    /// <summary>EF Core's table of migrations.</summary>
    private const string History = HistoryRepository.DefaultTableName;

    /// <summary>SQLITE_CORRUPT.</summary>
    private const int Damaged = 11;

    /// <summary>Creates the database or brings it up to this version. One node at a time; the others wait.</summary>
    public async Task MigrateAsync(CancellationToken cancellation = default)
    {
        if (connection.File is { } file)
        {
            try
            {
                await MigrateFileAsync(file, cancellation);
            }
            catch (Exception fault) when ((StoreFault.CauseOf(fault) ?? Denied(fault)) is { } cause)
            {
                throw new StoreUnusable(StoreFault.ReasonOf(cause), Explained(cause, file), fault);
            }
        }
        else
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            await wait.RetryAsync(() => MigrateServerAsync(context, cancellation), cancellation);
        }
    }

    private async Task MigrateFileAsync(string file, CancellationToken cancellation)
    {
        CreateFiles(file);
        using var turn = await LockAsync(file + ".migrating", cancellation);
        // EF Core guards a SQLite migration by a row that a killed process leaves behind, and then waits for it for
        // ever. Holding the file lock, any such row is stale.
        await using var opened = new SqliteConnection(connection.ConnectionString);
        await opened.OpenAsync(cancellation);
        await DemandWholeAsync(opened, cancellation);
        await using var command = opened.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";";
        await command.ExecuteNonQueryAsync(cancellation);
        await BringUpAsync(opened, cancellation);
    }

    // On a file, nothing but a migration or a row to renew waits for EF Core's model, which is made meanwhile.
    private async Task BringUpAsync(DbConnection opened, CancellationToken cancellation)
    {
        if (await IsBehindAsync(opened, cancellation))
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            await context.Database.MigrateAsync(cancellation);
        }

        if (await ActivityChain.AnyUnnumberedAsync(opened, cancellation))
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            await ActivityChain.NumberTheUnnumberedAsync(context, cancellation);
        }

        // In the same turn: of nodes that start at once the first makes the keys, and the others see which.
        // A file has one node.
        if (connection.File is null)
        {
            await nodes.JoinAsync(cancellation);
        }

        await keys.ApplyAsync(cancellation);
    }

    // Asked first: migrating also compares the whole model with that of the last migration, even where there is nothing
    // to do. A test compares them for each build.
    private async Task<bool> IsBehindAsync(DbConnection opened, CancellationToken cancellation)
    {
        var known = KnownMigrations(connection.Provider);
        var applied = await AppliedAsync(opened, cancellation);
        // This version would write what the newer one does not expect, and its own migrations are in the way of none.
        return applied.Except(known).LastOrDefault() is { } newer
            ? throw new StoreUnusable(
                reason: null,
                $"The database was migrated by a newer version of HumaXledger (its last migration is {newer}). "
                    + "Start that version or a newer one."
            )
            : known.Except(applied).Any();
    }

    /// <summary>The ids of this version's migrations, as EF Core finds them.</summary>
    internal static IReadOnlyList<string> KnownMigrations(StorageProvider provider)
    {
        var owner = provider == StorageProvider.Sqlite ? typeof(SqliteSyncDbContext) : typeof(PostgresSyncDbContext);
        return
        [
            .. typeof(StorageMigrator)
                .Assembly.GetTypes()
                .Where(type =>
                    type.IsSubclassOf(typeof(Migration))
                    && type.GetCustomAttribute<DbContextAttribute>()?.ContextType == owner
                )
                .Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id)
                .Order(StringComparer.Ordinal),
        ];
    }

    // The oldest first; none where there is no database yet.
    private static async Task<IReadOnlyList<string>> AppliedAsync(DbConnection opened, CancellationToken cancellation)
    {
        await using var command = opened.CreateCommand();
        command.CommandText =
            opened is SqliteConnection
                ? $"SELECT 1 FROM sqlite_master WHERE name = '{History}';"
                : $"SELECT 1 WHERE to_regclass('\"{History}\"') IS NOT NULL;";
        if (await command.ExecuteScalarAsync(cancellation) is null)
        {
            return [];
        }

        command.CommandText = $"SELECT \"MigrationId\" FROM \"{History}\" ORDER BY \"MigrationId\";";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var applied = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            applied.Add(reader.GetString(0));
        }

        return applied;
    }

    // A page that was overwritten would otherwise show only when it is needed. Reads the file once.
    private static async Task DemandWholeAsync(SqliteConnection opened, CancellationToken cancellation)
    {
        await using var command = opened.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1);";
        if (await command.ExecuteScalarAsync(cancellation) is not "ok")
        {
            throw new SqliteException("The database file is damaged.", Damaged);
        }
    }

    private static StoreFaultCause? Denied(Exception fault) =>
        fault switch
        {
            UnauthorizedAccessException => StoreFaultCause.ReadOnly,
            IOException => StoreFaultCause.Unreachable,
            _ => null,
        };

    private static string Explained(StoreFaultCause cause, string file) =>
        cause switch
        {
            StoreFaultCause.Full =>
                $"There is no room left for the database {file}. Make room on its disk and start again.",
            StoreFaultCause.Locked => $"Another program keeps the database {file} locked. Close it and start again.",
            StoreFaultCause.ReadOnly => $"The database {file} or its folder may not be written to. "
                + "Give this account the right to write to both and start again.",
            StoreFaultCause.Damaged =>
                $"The database {file} is damaged. Move it away together with the files that begin with its name, "
                    + "put the latest backup in its place (docs/operations.md, SQLite) and start again.",
            _ =>
                $"The database {file} cannot be opened or read. See that its disk is there and sound, and start again.",
        };

    private async Task MigrateServerAsync(SyncDbContext context, CancellationToken cancellation)
    {
        await CreateDatabaseAsync(context, cancellation);
        // Outside the pool, so that the lock is gone when the connection is.
        var own = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false };
        await using var turn = new NpgsqlConnection(own.ConnectionString);
        await turn.OpenAsync(cancellation);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", turn)
        {
            CommandTimeout = 0,
            Parameters = { new() { Value = AdvisoryLock } },
        };
        await take.ExecuteNonQueryAsync(cancellation);
        await BringUpAsync(turn, cancellation);
    }

    private static async Task CreateDatabaseAsync(SyncDbContext context, CancellationToken cancellation)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellation))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(cancellation);
        }
        catch (PostgresException fault)
            when (fault.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node was faster.
        }
        catch (PostgresException fault) when (StoreFault.PassingCauseOf(fault) is null)
        {
            throw new StoreUnusable(
                reason: null,
                $"The database \"{context.Database.GetDbConnection().Database}\" does not exist, and its user may not "
                    + $"create it ({fault.SqlState}). Create it, or give the user the right to (docs/operations.md, "
                    + "PostgreSQL).",
                fault
            );
        }
    }

    // The file holds personal data: what is made for it is its owner's alone.
    private static void CreateFiles(string file)
    {
        try
        {
            StoreFiles.Create(file);
        }
        catch (Exception fault) when (!Directory.Exists(Path.GetDirectoryName(file)) && Denied(fault) is { } cause)
        {
            throw new StoreUnusable(
                StoreFault.ReasonOf(cause),
                $"The folder {Path.GetDirectoryName(file)} for the database cannot be made. "
                    + "Give this account the right to make it, or name another one in ConnectionStrings:HumaXledger.",
                fault
            );
        }
    }

    /// <summary>The file stays behind: deleting it would let two processes hold two files of one name.</summary>
    private static async Task<FileStream> LockAsync(string lockFile, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return StoreFiles.Open(lockFile, FileShare.None);
            }
            catch (IOException) when (File.Exists(lockFile))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }
}
