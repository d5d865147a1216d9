using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Storage.Database;

/// <summary>Pooled contexts of the provider in use, as their common base.</summary>
public sealed class SyncDbContextFactory : IDbContextFactory<SyncDbContext>
{
    private readonly Func<SyncDbContext> _create;

    /// <summary>Chooses the provider's context once, by the connection.</summary>
    public SyncDbContextFactory(StorageConnection connection, ValueVault vault, ILoggerFactory logs) =>
        _create = connection.Provider switch
        {
            StorageProvider.PostgreSql => Pool<PostgresSyncDbContext>(
                options => PostgresSyncDbContext.Use(options, connection.ConnectionString),
                vault,
                logs
            ).CreateDbContext,
            _ => Pool<SqliteSyncDbContext>(
                options => SqliteSyncDbContext.Use(options, connection.ConnectionString),
                vault,
                logs
            ).CreateDbContext,
        };

    /// <inheritdoc />
    public SyncDbContext CreateDbContext() => _create();

    // Each of these faults is thrown too, and logged where it is handled: an outage would fill the log twice.
    private static void ThrownAsWell(WarningsConfigurationBuilder events) =>
        events.Log(
            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
            (CoreEventId.SaveChangesFailed, LogLevel.Debug),
            (RelationalEventId.CommandError, LogLevel.Debug),
            (RelationalEventId.ConnectionError, LogLevel.Debug),
            (RelationalEventId.TransactionError, LogLevel.Debug)
        );

    private static PooledDbContextFactory<T> Pool<T>(
        Action<DbContextOptionsBuilder> use,
        ValueVault vault,
        ILoggerFactory logs
    )
        where T : SyncDbContext
    {
        var options = new DbContextOptionsBuilder<T>()
            .UseLoggerFactory(logs)
            .ConfigureWarnings(ThrownAsWell)
            .AddInterceptors(SealedRows.Instance)
            .ReplaceService<IModificationCommandFactory, SealedWrites>();
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new Sealing(vault));
        use(options);
        return new PooledDbContextFactory<T>(options.Options);
    }
}
