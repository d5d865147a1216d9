using HumaXledger.Core;

namespace HumaXledger.Portal.Jobs;

/// <summary>Scheduled tasks: difference check, scheduled check of Huma, check of credentials.</summary>
public sealed class ScheduleOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Schedule";

    /// <summary>How often the portal looks for tasks that are due.</summary>
    [DurationRange("00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);
}
