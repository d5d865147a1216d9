using HumaXledger.Core;

namespace HumaXledger.Portal.Jobs;

/// <summary>Inbound sync: changes in Huma are written to Xledger as they arrive.</summary>
public sealed class InboundSyncOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "InboundSync";

    /// <summary>
    /// Shortest time between the starts of two batches of one connection. Changes that arrive meanwhile share the next
    /// batch and its requests; a single change does not wait.
    /// </summary>
    [DurationRange("00:00:00", "00:10:00")]
    public TimeSpan Pace { get; set; } = TimeSpan.FromSeconds(1);
}
