using HumaXledger.Core.People;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger.Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Xledger;

/// <summary>Registers the Xledger client.</summary>
public static class XledgerServices
{
    /// <summary>The name of Xledger's HTTP client.</summary>
    internal const string HttpClient = "Xledger";

    /// <summary>Registers <see cref="IXledgerClientFactory"/> and its settings, which are checked at start.</summary>
    public static IServiceCollection AddXledger(this IServiceCollection services)
    {
        services
            .AddOptions<XledgerOptions>()
            .BindConfiguration(XledgerOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<XledgerOptions>, OptionsCheck>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITokenWindows, ProcessTokenWindows>();
        services.TryAddSingleton<TokenLimitsRegister>();
        services.TryAddSingleton<LearnedBehaviorRegister>();
        services.TryAddSingleton<IXledgerClientFactory, XledgerClientFactory>();
        services
            .AddHttpClient(HttpClient, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    // A redirect could send the token elsewhere. The transport decompresses answers, so that bytes are
                    // counted as received.
                    AllowAutoRedirect = false,
                    AutomaticDecompression = System.Net.DecompressionMethods.None,
                    UseCookies = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    ConnectTimeout = TimeSpan.FromSeconds(15),
                }
            )
            .AddHttpMessageHandler(() => new UsageHandler(Side.Xledger))
            .RemoveAllLoggers();
        return services;
    }

    private sealed class OptionsCheck : IValidateOptions<XledgerOptions>
    {
        public ValidateOptionsResult Validate(string? name, XledgerOptions options) =>
            options.Problems().ToArray() is { Length: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
