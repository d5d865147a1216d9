using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>Registers authentication, authorization and sessions.</summary>
public static class AccessServices
{
    /// <summary>
    /// Sign-in with Entra ID, the session cookie, one authorization policy per permission, and the log of refusals.
    /// </summary>
    public static void AddAccess(this IServiceCollection services)
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
        services
            .AddHttpClient(EntraDirectory.Client, client =>
                (client.Timeout, client.MaxResponseContentBufferSize) = (AnswerWithin, LargestAnswer)
            )
            .RemoveAllLoggers();
        services.AddSingleton<EntraDirectory>();
        services.AddSingleton<EntraAuthorization>();
        services.AddSingleton<EntraIdentity>();
        services.AddSingleton<ClientProof>();
        services.AddSingleton<EntraTokens>();
        services.AddSingleton<IRoleSource>(provider => provider.GetRequiredService<EntraTokens>());
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddSingleton<IConfigureOptions<EntraSchemeOptions>, EntraScheme>();
        services
            .AddAuthentication(SessionCookie.Scheme)
            .AddCookie()
            .AddRemoteScheme<EntraSchemeOptions, EntraHandler>(EntraHandler.SchemeName, null, _ => { });
        services.AddAuthorization(AddPolicies);
        services.AddAntiforgery();
        services.AddOptions<AntiforgeryOptions>().Configure<IHostEnvironment>(UseHostCookie);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<CircuitActivity>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<CircuitActivity>());
        services.AddScoped<CurrentUser>();
        services.AddScoped<SingleReveal>();
        services.AddSingleton<SignInAgainAddress>();
        services.AddRefusals();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAddresses>();
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

    /// <summary>Timeout of requests to Entra ID, whose responses are small and fast.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private const int LargestAnswer = 1 << 20;

    private static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var permission in Enum.GetValues<Permission>())
        {
            options.AddPolicy($"{permission}", PolicyOf(permission));
        }

        // Endpoints without a permission of their own require the lowest one. An address that does not exist is refused
        // in the same way, so that a caller without access cannot find out which addresses exist.
        options.FallbackPolicy = options.DefaultPolicy = PolicyOf(Permission.SeeStatus);
    }

    private static AuthorizationPolicy PolicyOf(Permission permission) =>
        new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => Claims.ActorOf(context.User).May(permission))
            .Build();
}
