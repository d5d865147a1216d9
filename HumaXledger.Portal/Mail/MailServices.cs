using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Mail;

/// <summary>Registers mail.</summary>
public static class MailServices
{
    /// <summary>The settings, the pickup folder and the sender of the configured mode.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services
            .AddOptions<MailOptions>()
            .BindConfiguration(MailOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<PickupFolder>();
        services.AddHostedService<PickupNotice>();
        services.AddSingleton<FailedMails>();
        // A redirect would carry the client secret to another address.
        services
            .AddHttpClient(nameof(MailTokens))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton<MailTokens>();
        services.AddSingleton<IMailSender>(provider =>
            provider.GetRequiredService<IOptions<MailOptions>>().Value.Mode switch
            {
                MailMode.Pickup => ActivatorUtilities.CreateInstance<PickupMail>(provider),
                MailMode.Smtp => ActivatorUtilities.CreateInstance<SmtpMail>(provider),
                _ => new NoMail(),
            }
        );
        return services;
    }
}
