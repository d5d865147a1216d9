namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// How often the credentials of each connection are checked. A check costs one request to each system.
/// </summary>
public sealed class HealthOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Health";

    /// <summary>Interval of the checks.</summary>
    [DurationRange("00:10:00", "7.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Interval while a credential is refused.</summary>
    [DurationRange("00:01:00", "1.00:00:00")]
    public TimeSpan AgainAfter { get; set; } = TimeSpan.FromMinutes(10);
}
