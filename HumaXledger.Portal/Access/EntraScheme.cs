using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>Options of the authentication scheme, derived from the app registration's settings.</summary>
public sealed class EntraScheme(IOptions<AzureAdOptions> registration, IHostEnvironment environment)
    : IConfigureNamedOptions<EntraSchemeOptions>
{
    public void Configure(EntraSchemeOptions options) => Configure(EntraHandler.SchemeName, options);

    public void Configure(string? name, EntraSchemeOptions options)
    {
        options.SignInScheme = SessionCookie.Scheme;
        options.CallbackPath = registration.Value.CallbackPath;
        // Entra ID redirects the browser here with a GET, which Lax allows; the base class defaults to None for form
        // posts.
        options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = environment.IsDevelopment()
            ? CookieSecurePolicy.SameAsRequest
            : CookieSecurePolicy.Always;
        options.Events = new RemoteAuthenticationEvents
        {
            OnTicketReceived = EntraHandler.ReceivedAsync,
            OnRemoteFailure = EntraHandler.FailedAsync,
        };
    }
}
