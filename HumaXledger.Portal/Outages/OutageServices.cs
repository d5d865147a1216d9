using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HumaXledger.Portal.Outages;

/// <summary>Registers what waits for the store, and what its outages leave in the log.</summary>
public static class OutageServices
{
    /// <summary>Takes the place of the host's loggers, with the same providers, filters and options.</summary>
    public static IServiceCollection AddOutages(this IServiceCollection services)
    {
        services.AddSingleton<OutageLoggers>();
        services.Replace(
            ServiceDescriptor.Singleton<ILoggerFactory>(provider => provider.GetRequiredService<OutageLoggers>())
        );
        services.AddSingleton(provider => provider.GetRequiredService<OutageLoggers>().Outages);
        services.AddSingleton<StoreFaults>();
        return services;
    }
}
