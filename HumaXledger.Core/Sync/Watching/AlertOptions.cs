using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// When administrators are told. Both times keep a problem that comes and goes from becoming a mail each time.
/// </summary>
public sealed class AlertOptions
{
    public const string Section = "Alerts";

    /// <summary>A problem is mailed when it has lasted so long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MailAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>It is over when it has not come back for so long; what comes back before is the same problem.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan OverAfter { get; set; } = TimeSpan.FromMinutes(10);
}
