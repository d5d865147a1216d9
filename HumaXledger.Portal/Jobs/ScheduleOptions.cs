using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Jobs;

/// <summary>How often it is looked whether scheduled work is due.</summary>
public sealed class ScheduleOptions
{
    public const string Section = "Schedule";

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);
}
