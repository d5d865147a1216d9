using HumaXledger.Core;

namespace HumaXledger.Portal.Live;

/// <summary>Live changes between nodes, on PostgreSQL.</summary>
public sealed class LiveOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Live";

    /// <summary>
    /// After this time without a message the connection that listens is checked; the check may take as long again. A
    /// connection that was cut silently is noticed within twice this time. Whole seconds.
    /// </summary>
    [DurationRange("00:00:01", "00:05:00")]
    public TimeSpan CheckEvery { get; set; } = TimeSpan.FromSeconds(5);
}
