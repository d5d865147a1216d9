using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace HumaXledger.Portal.Access;

/// <summary>Registers authentication, authorization and sessions.</summary>
public static class AccessServices
{
    /// <summary>
    /// Sign-in with Entra ID, the session cookie, one authorization policy per permission, and the log of refusals.
    /// </summary>
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<AccessOptions>()
            .BindConfiguration(AccessOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignIns>();
        services.AddOptions<AzureAdOptions>().BindConfiguration(AzureAdOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureAdOptions>, AzureAdOptionsCheck>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddAuthentication(SessionCookie.Scheme).AddCookie();
        services.AddEntra(configuration.GetSection(AzureAdOptions.Section).Get<AzureAdOptions>() ?? new());
        services.AddAuthorization(AddPolicies);
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IHostEnvironment>(UseHostCookie);
        services.AddCascadingAuthenticationState();
        services.AddScoped<CircuitSession>();
        services.AddScoped<AuthenticationStateProvider>(provider => provider.GetRequiredService<CircuitSession>());
        services.AddScoped<CircuitInput>();
        services.AddScoped<CurrentUser>();
        services.AddScoped<SingleReveal>();
        services.AddSingleton<SignInAgainAddress>();
        services.AddScoped<SignInAgainPrompt>();
        services.AddRefusals();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAddresses>();
    }

    private static void AddEntra(this IServiceCollection services, AzureAdOptions registration)
    {
        services.AddSingleton<EntraIdentity>();
        services.AddSingleton<ClientProof>();
        services.AddSingleton<IRoleSource, EntraRoles>();
        // The scheme takes part in every request and cannot be set up without a registration.
        if (!registration.Configured)
        {
            return;
        }

        services
            .AddAuthentication()
            .AddMicrosoftIdentityWebApp(
                options =>
                {
                    // The documented settings only. Bound to the section, any option could be changed there, such as
                    // the validation of tokens.
                    (options.Instance, options.TenantId) = (registration.Instance, registration.TenantId);
                    (options.ClientId, options.ClientSecret) = (registration.ClientId, registration.ClientSecret);
                    options.CallbackPath = registration.CallbackPath;
                    options.SignedOutCallbackPath = registration.SignedOutCallbackPath;
                },
                openIdConnectScheme: EntraScheme.Name,
                cookieScheme: null
            );
        services.AddScoped<EntraEvents>();
        services.AddSingleton<EntraScheme>();
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>>(provider =>
            provider.GetRequiredService<EntraScheme>()
        );
        services.AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>>(provider =>
            provider.GetRequiredService<EntraScheme>()
        );
    }

    /// <summary>Registers <see cref="Refusals"/>, which the webhook endpoint needs too.</summary>
    public static IServiceCollection AddRefusals(this IServiceCollection services) =>
        services.AddSingleton<Refusals>().AddHostedService(provider => provider.GetRequiredService<Refusals>());

    private static void UseHostCookie(AntiforgeryOptions options, IHostEnvironment environment)
    {
        // X-Frame-Options is already among the headers of every response (SecurityHeaders).
        (options.SuppressXFrameOptionsHeader, options.Cookie.SameSite, options.Cookie.Path) = (
            true,
            SameSiteMode.Strict,
            "/"
        );
        (options.Cookie.Name, options.Cookie.SecurePolicy) = environment.IsDevelopment()
            ? ("HumaXledger.Form", CookieSecurePolicy.SameAsRequest)
            : ("__Host-HumaXledger.Form", CookieSecurePolicy.Always);
    }

    private static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            options.AddPolicy($"{permission}", PolicyOf(permission, everywhere: false));
            options.AddPolicy(NeedsAttribute.Everywhere(permission), PolicyOf(permission, everywhere: true));
        }

        // Endpoints without a permission of their own require the lowest one. An address that does not exist is refused
        // in the same way, so that a caller without access cannot find out which addresses exist.
        options.FallbackPolicy = options.DefaultPolicy = PolicyOf(Permission.SeeStatus, everywhere: false);
    }

    private static AuthorizationPolicy PolicyOf(Permission permission, bool everywhere) =>
        new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context =>
            {
                var actor = Claims.ActorOf(context.User);
                return everywhere ? actor.MayEverywhere(permission)
                    : ConnectionOf(context.Resource) is { } connection ? actor.May(permission, connection)
                    : actor.MaySomewhere(permission);
            })
            .Build();

    // Of a request, of a page that a circuit shows, or of a part of a page.
    private static Guid? ConnectionOf(object? resource) =>
        resource switch
        {
            HttpContext request => RefusedAddresses.ConnectionOf(request.Request.RouteValues),
            RouteData page => RefusedAddresses.ConnectionOf(page.RouteValues),
            Guid connection => connection,
            _ => null,
        };
}
