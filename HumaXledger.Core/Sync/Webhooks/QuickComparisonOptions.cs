using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>When Huma is checked although a webhook is set up.</summary>
public sealed class QuickComparisonOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "QuickComparison";

    /// <summary>
    /// A webhook without a message for this many days is not relied on: the scheduled check runs as without a webhook.
    /// </summary>
    [Range(1, 365)]
    public int SilentAfterDays { get; set; } = 7;

    /// <summary>
    /// With a webhook, changes in Huma that no message announced are noticed within this time: all people of Huma are
    /// read when half of it has passed since they were last read completely. Also where reconciliation is off; then
    /// they are not written, but shown under Needs you.
    /// </summary>
    [DurationRange("01:00:00", "30.00:00:00")]
    public TimeSpan NoticeWithin { get; set; } = TimeSpan.FromDays(1);
}
