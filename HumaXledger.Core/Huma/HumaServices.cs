using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Huma;

/// <summary>Registers the Huma client.</summary>
public static class HumaServices
{
    /// <summary>Registers <see cref="IHumaClientFactory"/> and checks the section <c>Huma</c> at start.</summary>
    public static IServiceCollection AddHuma(this IServiceCollection services)
    {
        services
            .AddOptions<HumaOptions>()
            .BindConfiguration(HumaOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HumaOptions>, HumaOptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IHumaClientFactory, HumaClientFactory>();
        return services;
    }
}
