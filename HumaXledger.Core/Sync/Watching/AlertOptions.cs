namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// When administrators get mail about a problem. Both times keep an intermittent problem from causing a mail each time.
/// </summary>
public sealed class AlertOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Alerts";

    /// <summary>A problem is mailed when it has lasted this long.</summary>
    [DurationRange("00:00:00", "1.00:00:00")]
    public TimeSpan MailAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A problem counts as solved, and this is mailed, when it has not recurred for this long.</summary>
    [DurationRange("00:00:00", "1.00:00:00")]
    public TimeSpan OverAfter { get; set; } = TimeSpan.FromMinutes(10);
}
