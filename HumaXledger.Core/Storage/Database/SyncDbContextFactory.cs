using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Mapping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HumaXledger.Core.Storage.Database;

/// <summary>Pooled contexts of the provider in use, as their common base.</summary>
public sealed class SyncDbContextFactory : IDbContextFactory<SyncDbContext>
{
    // EF Core would make its services twice for two who ask at once.
    private static readonly Lock Making = new();

    private readonly Lazy<Func<SyncDbContext>> _create;
    private readonly Lazy<Func<SyncDbContext>> _limited;

    /// <summary>Chooses the provider's context once, by the connection.</summary>
    public SyncDbContextFactory(StorageConnection connection, ValueVault vault, ILoggerFactory logs)
    {
        _create = new Lazy<Func<SyncDbContext>>(() =>
        {
            lock (Making)
            {
                return Pool(connection, new Sealing(vault), logs);
            }
        });
        // A model of its own, made when the first user comes whose roles hold for some connections only.
        _limited = new Lazy<Func<SyncDbContext>>(() => Pool(connection, new Sealing(vault, limited: true), logs));
    }

    /// <inheritdoc />
    public SyncDbContext CreateDbContext() => _create.Value();

    /// <summary>
    /// Makes EF Core's services and the model of this provider, which the first query of this process waits for
    /// otherwise: they are the same for all factories. Reaches no database.
    /// </summary>
    public static void Prepare(StorageConnection connection)
    {
        lock (Making)
        {
            using var context = Pool(connection, new Sealing(vault: null), NullLoggerFactory.Instance)();
            _ = context.Model;
        }
    }

    /// <summary>A context for reading that sees what belongs to these connections and nothing else.</summary>
    internal SyncDbContext CreateLimited(IEnumerable<Guid> connections)
    {
        var context = _limited.Value();
        // Contexts are pooled: this replaces the reach of its previous user.
        context.Reach = [.. connections];
        return context;
    }

    private static Func<SyncDbContext> Pool(StorageConnection connection, Sealing sealing, ILoggerFactory logs) =>
        connection.Provider switch
        {
            StorageProvider.PostgreSql => Pool<PostgresSyncDbContext>(
                options => PostgresSyncDbContext.Use(options, connection.ConnectionString),
                sealing,
                logs
            ).CreateDbContext,
            _ => Pool<SqliteSyncDbContext>(
                options => SqliteSyncDbContext.Use(options, connection.ConnectionString),
                sealing,
                logs
            ).CreateDbContext,
        };

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
        Sealing sealing,
        ILoggerFactory logs
    )
        where T : SyncDbContext
    {
        var options = new DbContextOptionsBuilder<T>()
            .UseLoggerFactory(logs)
            .ConfigureWarnings(ThrownAsWell)
            .AddInterceptors(SealedRows.Instance)
            .ReplaceService<IModificationCommandFactory, SealedWrites>()
            .ReplaceService<IModelCacheKeyFactory, LimitedModels>();
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(sealing);
        use(options);
        return new PooledDbContextFactory<T>(options.Options);
    }
}
