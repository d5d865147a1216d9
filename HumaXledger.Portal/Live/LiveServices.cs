using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Portal.Live;

/// <summary>What pages and clients of the hub watch.</summary>
public static class LiveServices
{
    /// <summary>Registers the feed, its hub and, on PostgreSQL, the channel between nodes.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<RunFeed>();
        services.AddSingleton(provider => provider.GetRequiredService<RunFeed>().Departures);
        services.AddSingleton<SilentFeeds>();
        services.AddHostedService(provider => provider.GetRequiredService<SilentFeeds>());
        if (StorageConnection.Read(StorageOptions.From(configuration)).Provider == StorageProvider.PostgreSql)
        {
            services
                .AddOptions<LiveOptions>()
                .BindConfiguration(LiveOptions.Section)
                .ValidateDataAnnotations()
                .ValidateOnStart();
            services.AddSingleton<NodeOutbox>();
            services.AddSingleton<NodeSeal>();
            services.AddSingleton<NodeInbox>();
            services.AddHostedService(provider => provider.GetRequiredService<NodeInbox>());
            services.AddHostedService<NodeListener>();
            services.AddHostedService<NodeSender>();
        }

        services.AddSingleton<WatcherAccess>();
        services.AddSingleton<ProgressForwarder>();
        services.AddSignalR();
        return services;
    }
}
