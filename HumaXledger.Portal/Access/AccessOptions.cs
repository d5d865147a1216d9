using HumaXledger.Core;

namespace HumaXledger.Portal.Access;

/// <summary>How long a session lasts, and who may sign in.</summary>
public sealed class AccessOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Access";

    /// <summary>
    /// A sign-in page that asks for name and roles without any proof. Outside the Development environment the start is
    /// refused.
    /// </summary>
    public bool DevelopmentSignIn { get; set; }

    /// <summary>A session ends after this time without activity.</summary>
    [DurationRange("00:05:00", "1.00:00:00")]
    public TimeSpan IdleFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A session ends after this time in any case.</summary>
    [DurationRange("00:05:00", "7.00:00:00")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(10);

    /// <summary>How often Entra ID is asked whether the user may still sign in, and for the roles.</summary>
    [DurationRange("00:00:00", "01:00:00")]
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A session ends when Entra ID has not been reachable for this time.</summary>
    [DurationRange("00:00:01", "04:00:00")]
    public TimeSpan TrustedFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often an open page checks whether its session is still valid.</summary>
    [DurationRange("00:00:00.100", "00:10:00")]
    public TimeSpan PageRecheckEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Ids of the Entra ID tenants whose users may sign in. Required when <c>AzureAd:TenantId</c> covers several
    /// tenants.
    /// </summary>
    public IList<string> AllowedTenants { get; } = [];
}
