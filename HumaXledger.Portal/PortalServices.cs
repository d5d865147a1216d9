using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Pages.Connection.Overview;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Portal.Exports;
using HumaXledger.Portal.Hosting;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Portal.Outages;
using HumaXledger.Portal.Webhooks;
using Microsoft.Extensions.Options;
using MudBlazor;
using MudBlazor.Services;

namespace HumaXledger.Portal;

/// <summary>Service registrations of the Portal.</summary>
public static class PortalServices
{
    /// <summary>Registers all services and binds all settings.</summary>
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        // First, so that it starts beside the migration.
        services.AddSingleton<SandboxHost>();
        services.AddHostedService(provider => provider.GetRequiredService<SandboxHost>());

        services.AddStorage(builder.Configuration);
        services.AddHuma();
        services.AddXledger();
        services.AddSync();
        services.AddSingleton<FirstPage>();
        services.AddSingleton<StoreWarnings>();
        services.AddHostedService<MigrateAtStart>();
        // Before the jobs, so that it stops after them: the other nodes hear how they ended.
        services.AddLive(builder.Configuration);
        services.AddJobs(builder.Configuration);

        services.AddOutages();

        services.AddExceptionHandler<BadRequests>();
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(options =>
                (options.MaximumReceiveMessageSize, options.EnableDetailedErrors) = (
                    Limits.LargestCircuitMessage,
                    false
                )
            );
        services.AddMudServices().AddTransient<MudLocalizer, MudTexts>();
        services.AddScoped<Snackbars>();
        services.AddScoped<Questions>();
        services.AddLanguages();
        services.AddMail();
        services.AddWebhooks();
        services.AddAccess(builder.Configuration);
        services.AddLimits();
        services.AddHealth();
        services.AddProxies();
        services.AddHsts(options => options.MaxAge = TimeSpan.FromDays(365));
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, SilencedLoggers>();
        // After the silenced loggers: it takes the exported ones from what they left.
        services.AddTelemetry(builder.Configuration);
        services.AddScoped<RunStart>();
        services.AddScoped<OverviewReader>();
        services.AddSingleton<NeedReader>();
        services.AddSingleton<ComponentStyleSheet>();
        services.AddScoped<RunExport>();
        services.AddScoped<PlanExport>();
        services.AddScoped<PersonExport>();
        services.AddScoped<PersonAboutSheet>();
        services.AddScoped<PersonValueSheets>();
        services.AddScoped<PersonEventSheet>();
        services.AddScoped<PersonSheets>();
        services.AddScoped<ActivityExport>();
        return builder;
    }
}
