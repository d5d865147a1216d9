using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>A node without pages: the feed and its services as the Portal registers them, over a real store.</summary>
internal sealed class LiveNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _running = [];

    private LiveNode(ServiceProvider services) => _services = services;

    public RunFeed Feed => Get<RunFeed>();

    public static async Task<LiveNode> StartAsync(
        IReadOnlyDictionary<string, string?> store,
        TimeProvider? clock = null,
        Action<IServiceCollection>? add = null
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(store)
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Live:CheckEvery", "00:00:01")])
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(clock ?? TimeProvider.System)
            .AddStorage(configuration)
            .AddSharedVault()
            .AddHuma()
            .AddXledger()
            .AddSync()
            .AddLive(configuration);
        add?.Invoke(services);
        var node = new LiveNode(services.BuildServiceProvider());
        await node.Get<StorageMigrator>().MigrateAsync();
        foreach (var service in node._services.GetServices<IHostedService>().Where(IsOfThisProduct))
        {
            await service.StartAsync(CancellationToken.None);
            node._running.Add(service);
        }

        return node;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public SyncDbContext Store() => Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _running)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    private static bool IsOfThisProduct(IHostedService service) =>
        service.GetType().Namespace!.StartsWith("HumaXledger.Portal", StringComparison.Ordinal);
}
