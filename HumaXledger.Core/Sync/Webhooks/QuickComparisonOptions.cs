using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>When the scheduled check of Huma runs although a webhook is set up.</summary>
public sealed class QuickComparisonOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "QuickComparison";

    /// <summary>
    /// A webhook without a message for this many days is not relied on: the scheduled check runs as without a webhook.
    /// </summary>
    [Range(1, 365)]
    public int SilentAfterDays { get; set; } = 7;
}
