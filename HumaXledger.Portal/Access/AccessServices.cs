using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

public static class AccessServices
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Sessions>();
        services.AddSingleton<IRoleSource, NoRoleSource>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddAuthentication(SessionCookie.Scheme).AddCookie();
        services.AddAuthorization(AddPolicies);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<CircuitActivity>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<CircuitActivity>());
        services.AddScoped<CurrentUser>();
    }

    private static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            options.AddPolicy($"{permission}", PolicyOf(permission));
        }

        // What says nothing about who may use it is for those who may see something at all. An address that does not exist is no exception, so that nobody learns which do.
        options.FallbackPolicy = options.DefaultPolicy = PolicyOf(Permission.SeeStatus);
    }

    private static AuthorizationPolicy PolicyOf(Permission permission) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => Claims.ActorOf(context.User).May(permission)).Build();
}
