using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>When Huma is looked at by schedule although a webhook is set up.</summary>
public sealed class QuickComparisonOptions
{
    public const string Section = "QuickComparison";

    /// <summary>A webhook from which nothing came for so many days is not relied on.</summary>
    [Range(1, 365)]
    public int SilentAfterDays { get; set; } = 7;
}
