using HumaXledger.Portal.Access;
using HumaXledger.Portal.Localisation;
using Radzen;

namespace HumaXledger.Portal;

/// <summary>Everything the Portal registers.</summary>
public static class PortalServices
{
    public static WebApplicationBuilder AddPortal(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddRadzenComponents();
        services.AddLanguages();
        services.AddScoped<CurrentUser>();
        return builder;
    }
}
