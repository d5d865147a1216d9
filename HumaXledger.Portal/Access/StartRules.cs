namespace HumaXledger.Portal.Access;

/// <summary>
/// Checks the sign-in settings at start: a way to sign in must be configured, and signing in without proof is allowed
/// in Development only.
/// </summary>
public static class StartRules
{
    /// <summary>Key of the setting that allows signing in without proof.</summary>
    public const string DevelopmentKey = $"{AccessOptions.Section}:{nameof(AccessOptions.DevelopmentSignIn)}";

    /// <exception cref="StartRefusedException">The settings do not allow a start; the message names them and the
    /// remedy.</exception>
    public static void Require(IHostEnvironment environment, IConfiguration configuration)
    {
        var development = configuration.GetValue(DevelopmentKey, defaultValue: false);
        if (development && !environment.IsDevelopment())
        {
            throw new StartRefusedException(
                $"{DevelopmentKey} is on, and the environment is {environment.EnvironmentName}. "
                    + "The setting lets anyone who reaches the address sign in as any person, so it is refused outside "
                    + "the Development environment. Remove the setting."
            );
        }

        // ASP.NET Core's switch for containers trusts forwarded headers from any sender; it is the environment variable
        // ASPNETCORE_FORWARDEDHEADERS_ENABLED.
        if (configuration.GetValue("FORWARDEDHEADERS_ENABLED", defaultValue: false))
        {
            throw new StartRefusedException(
                "ASPNETCORE_FORWARDEDHEADERS_ENABLED trusts every proxy. Remove it and list yours in Proxies:Trusted."
            );
        }

        var entra = configuration.GetSection(AzureAdOptions.Section).Get<AzureAdOptions>();
        if (!development && entra is not { Configured: true })
        {
            throw new StartRefusedException(
                "No way to sign in is configured: AzureAd:TenantId and AzureAd:ClientId are not set. "
                    + "The README says where "
                    + "an administrator finds them. To try the portal on this machine "
                    + $"set ASPNETCORE_ENVIRONMENT=Development and {DevelopmentKey}=true."
            );
        }
    }
}
