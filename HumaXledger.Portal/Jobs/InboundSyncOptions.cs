using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Jobs;

/// <summary>How changes in Huma are brought to Xledger by themselves (section <c>InboundSyncWorker</c>).</summary>
public sealed class InboundSyncOptions
{
    public const string Section = "InboundSync";

    /// <summary>
    /// Between the beginnings of two batches of one connection: what comes meanwhile is gathered, and costs no requests
    /// of its own. A single change does not wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Pace { get; set; } = TimeSpan.FromSeconds(1);
}
