using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Mail;

public static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services
            .AddOptions<MailOptions>()
            .BindConfiguration(MailOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<PickupFolder>();
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
