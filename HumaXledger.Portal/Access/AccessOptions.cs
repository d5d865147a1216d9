using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Access;

/// <summary>How long a sign-in lasts, and who may sign in beside Entra ID.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>
    /// A page to choose a name and roles, without any proof. In the Development environment only; anywhere else the
    /// start is refused.
    /// </summary>
    public bool DevelopmentSignIn { get; set; }

    /// <summary>A sign-in ends when nothing was done for this long.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan IdleFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A sign-in ends after this long, whatever is done.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(10);

    /// <summary>How often Entra ID is asked again whether the person may sign in, and as what.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>A sign-in ends when Entra ID could not be asked for this long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "04:00:00")]
    public TimeSpan TrustedFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often an open page looks whether its sign-in still holds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan PageRecheckEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Tenants of Entra ID whose people may sign in, by id. Needed where <c>AzureAd:TenantId</c> names more than one.
    /// </summary>
    public IList<string> AllowedTenants { get; } = [];
}
