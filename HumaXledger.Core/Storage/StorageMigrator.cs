using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace HumaXledger.Core.Storage;

/// <summary>Brings the database to this version's shape, creating it where there is none. Nodes and processes that start at once wait for each other.</summary>
public sealed class StorageMigrator(IDbContextFactory<SyncDbContext> contexts, StorageConnection connection)
{
    /// <summary>"HumaXled" in ASCII: one lock for every database of this product on a server, taken at start only.</summary>
    private const long AdvisoryLock = 0x48756D61586C6564;

    public async Task MigrateAsync(CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (connection.File is { } file)
        {
            await MigrateFileAsync(context, file, cancellation);
        }
        else
        {
            await MigrateServerAsync(context, cancellation);
        }
    }

    private static async Task MigrateFileAsync(SyncDbContext context, string file, CancellationToken cancellation)
    {
        CreateFolder(file);
        using var turn = await TakeTurnAsync(file + ".migrating", cancellation);
        // EF Core guards a SQLite migration by a row that a killed process leaves behind, and then waits for it for ever. Holding the file lock, any such row is stale.
        await context.Database.OpenConnectionAsync(cancellation);
        await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";", cancellation);
        await context.Database.MigrateAsync(cancellation);
    }

    private async Task MigrateServerAsync(SyncDbContext context, CancellationToken cancellation)
    {
        await CreateDatabaseAsync(context, cancellation);
        // Outside the pool, so that the lock is gone when the connection is.
        var own = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false };
        await using var turn = new NpgsqlConnection(own.ConnectionString);
        await turn.OpenAsync(cancellation);
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock($1)", turn) { CommandTimeout = 0, Parameters = { new() { Value = AdvisoryLock } } };
        await take.ExecuteNonQueryAsync(cancellation);
        await context.Database.MigrateAsync(cancellation);
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
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node was faster.
        }
    }

    /// <summary>The file holds personal data: a folder made for it is its owner's alone.</summary>
    private static void CreateFolder(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The file stays behind: deleting it would let two processes hold two files of one name.</summary>
    private static async Task<FileStream> TakeTurnAsync(string lockFile, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(lockFile))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
    }
}
