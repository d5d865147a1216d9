using System.Collections.Concurrent;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Keys;
using HumaXledger.Tests.Storage.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>
/// A real, migrated store for the tests of one class, registered as in the product. Each test makes its own connection
/// in it.
/// </summary>
public abstract class TestStore : IAsyncLifetime
{
    private ServiceProvider? _services;

    public static readonly DateTimeOffset Start = new(2026, 1, 31, 23, 59, 0, TimeSpan.Zero);

    public SettableClock Clock { get; } = new(Start);

    public StorageConnection Connection => Get<StorageConnection>();

    public SyncDbContext Open() => Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    /// <summary>The store as another process opens it.</summary>
    public ServiceProvider OpenAgain() => Build(_settings);

    public async ValueTask InitializeAsync()
    {
        _settings = await SettingsAsync();
        _services = Build(_settings);
        await Get<StorageMigrator>().MigrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await CleanAsync();
            await _services.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    public ServiceProvider Build(IReadOnlyDictionary<string, string?> settings) =>
        Services(settings).AddSharedVault().BuildServiceProvider();

    /// <summary>The same with its own vault, whose keys are in the database.</summary>
    public ServiceProvider BuildSealed(IReadOnlyDictionary<string, string?> settings) =>
        Services(settings).BuildServiceProvider();

    private IServiceCollection Services(IReadOnlyDictionary<string, string?> settings) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<IStoreClock, RacingStoreClock>();

    /// <summary>Settings with a database that does not exist yet.</summary>
    public abstract Task<Dictionary<string, string?>> SettingsAsync();

    public async Task<Guid> AddConnectionAsync()
    {
        var connection = Samples.Connection();
        await using var context = Open();
        context.Connections.Add(connection);
        await context.SaveChangesAsync();
        return connection.Id;
    }

    public async Task<Guid> AddComparisonAsync(Guid connectionId, ComparisonState state = ComparisonState.Running)
    {
        var comparison = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connectionId,
            State = state,
            StartedAt = Start.UtcDateTime,
            StartedBy = "Kari",
        };
        await using var context = Open();
        context.Comparisons.Add(comparison);
        await context.SaveChangesAsync();
        return comparison.Id;
    }

    internal SavedPlans Plans => new(Get<PlanStore>(), Get<IDbContextFactory<SyncDbContext>>());

    /// <summary>A connection with a comparison and a stored plan of these changes.</summary>
    public async Task<PlanRecord> AddPlanAsync(Guid connectionId, params PlannedChange[] changes) =>
        await Plans.SaveAsync(connectionId, await AddComparisonAsync(connectionId), Samples.Plan(changes), "Kari");

    protected abstract Task CleanAsync();

    private Dictionary<string, string?> _settings = [];
}

public sealed class SqliteStore : TestStore
{
    private readonly string _folder = Directory.CreateTempSubdirectory("humaxledger-").FullName;

    public override Task<Dictionary<string, string?>> SettingsAsync() =>
        Task.FromResult(
            new Dictionary<string, string?>
            {
                ["Storage:Provider"] = "Sqlite",
                ["ConnectionStrings:HumaXledger"] =
                    $"Data Source={Path.Combine(_folder, "new", Guid.NewGuid().ToString("N") + ".db")}",
            }
        );

    protected override Task CleanAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}

public sealed class PostgresStore(PostgresServer server) : TestStore
{
    private readonly ConcurrentBag<Dictionary<string, string?>> _made = [];

    public override async Task<Dictionary<string, string?>> SettingsAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = "PostgreSql",
            ["ConnectionStrings:HumaXledger"] = await server.NewDatabaseAsync(),
        };
        _made.Add(settings);
        return settings;
    }

    /// <summary>The server may outlive this run.</summary>
    protected override async Task CleanAsync()
    {
        foreach (var settings in _made)
        {
            await using var services = Build(settings);
            await using var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();
            await context.Database.EnsureDeletedAsync();
        }
    }
}
