using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>How often keys and tokens are tried. A try costs one request to each system.</summary>
public sealed class HealthOptions
{
    public const string Section = "Health";

    [Range(typeof(TimeSpan), "00:10:00", "7.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(6);

    /// <summary>While one of them is not accepted.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan AgainAfter { get; set; } = TimeSpan.FromMinutes(10);
}
