using System.Globalization;
using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Answers whether the store can be used, one question each. A store that does not answer throws
/// (<see cref="StoreFault"/>).
/// </summary>
public sealed class StoreHealth(
    IDbContextFactory<SyncDbContext> contexts,
    StorageConnection connection,
    IDataProtectionProvider protection,
    UnsignedKeys unsigned
)
{
    private readonly IDataProtector _protector = protection.CreateProtector("HumaXledger.Health");

    /// <summary>Name and version of the database; asks it.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var sqlite = connection.Provider == StorageProvider.Sqlite;
        await context.Database.OpenConnectionAsync(cancellation);
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sqlite ? "SELECT sqlite_version();" : "SHOW server_version;";
        var version = await command.ExecuteScalarAsync(cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"{(sqlite ? "SQLite" : "PostgreSQL")} {version}");
    }

    /// <summary>Whether the database has exactly this version's migrations: none is missing, none is unknown.</summary>
    public async Task<bool> HasCurrentSchemaAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var applied = await context.Database.GetAppliedMigrationsAsync(cancellation);
        return context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal).SetEquals(applied);
    }

    /// <summary>
    /// Whether the stored key ring is there, and this process can encrypt and decrypt with it.
    /// </summary>
    public async Task<bool> CanSealAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (!await context.Keys.AnyAsync(cancellation))
        {
            return false;
        }

        var sealedBytes = _protector.Protect([1]);
        return _protector.Unprotect(sealedBytes) is [1];
    }

    /// <summary>Whether every stored key is signed, where a certificate is configured.</summary>
    public async Task<bool> AreKeysSignedAsync(CancellationToken cancellation) =>
        !await unsigned.AnyAsync(cancellation);
}
