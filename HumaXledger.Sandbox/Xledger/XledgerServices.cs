using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HumaXledger.Sandbox.Xledger;

public static class XledgerServices
{
    /// <summary>Registers the Xledger half: store, switches, limits, meter. An unknown switch name stops the program at start.</summary>
    public static IServiceCollection AddXledger(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Bind<XledgerSwitches>(configuration, XledgerSwitches.Section));
        services.AddSingleton(Bind<XledgerLimits>(configuration, XledgerLimits.Section));
        services.AddSingleton<XledgerStore>();
        services.AddSingleton<XledgerMeter>();
        return services;
    }

    private static T Bind<T>(IConfiguration configuration, string section)
        where T : class, new() =>
        configuration.GetSection(section).Get<T>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new T();
}
