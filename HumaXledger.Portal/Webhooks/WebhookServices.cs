namespace HumaXledger.Portal.Webhooks;

/// <summary>Registers the webhook.</summary>
public static class WebhookServices
{
    /// <summary>The endpoint, its limits and its settings.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services
            .AddOptions<WebhookOptions>()
            .BindConfiguration(WebhookOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddOptions<PortalOptions>()
            .BindConfiguration(PortalOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<WebhookLimits>();
        services.AddSingleton<WebhookGate>();
        services.AddSingleton<HumaEndpoint>();
        return services;
    }
}
