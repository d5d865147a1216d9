namespace HumaXledger.Portal.Access;

/// <summary>
/// Whether the Portal may start: somebody must be able to sign in, and nobody without proof unless this is a
/// development machine.
/// </summary>
public static class StartRules
{
    public const string DevelopmentKey = $"{AccessOptions.Section}:{nameof(AccessOptions.DevelopmentSignIn)}";

    /// <exception cref="StartRefusedException">The settings do not allow a start; the message says which and what to
    /// do.</exception>
    public static void Require(IHostEnvironment environment, IConfiguration configuration)
    {
        var development = configuration.GetValue(DevelopmentKey, defaultValue: false);
        if (development && !environment.IsDevelopment())
        {
            throw new StartRefusedException(
                $"{DevelopmentKey} is on, and the environment is {environment.EnvironmentName}. With it everybody who reaches the address signs in as whoever they like, so it is "
                    + "refused outside the Development environment. Remove the setting."
            );
        }

        // The switch of ASP.NET Core for containers believes whoever sends the headers; it is set by the environment
        // variable ASPNETCORE_FORWARDEDHEADERS_ENABLED.
        if (configuration.GetValue("FORWARDEDHEADERS_ENABLED", defaultValue: false))
        {
            throw new StartRefusedException(
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED believes every proxy. Remove it and name yours in Proxies:Trusted."
            );
        }

        var entra = configuration.GetSection(AzureAdOptions.Section).Get<AzureAdOptions>();
        if (!development && entra is not { Configured: true })
        {
            throw new StartRefusedException(
                $"Nobody could sign in: AzureAd:TenantId and AzureAd:ClientId are not set. The README says where an administrator finds them. To try the portal on this machine "
                    + $"set ASPNETCORE_ENVIRONMENT=Development and {DevelopmentKey}=true."
            );
        }
    }
}
