using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.Allowance;

/// <summary>The monthly allowance of the Xledger subscription.</summary>
/// <remarks>contracts/xledger.md 5.</remarks>
public sealed class AllowanceOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Xledger:Allowance";

    /// <summary>
    /// Requests that the subscription includes per month; the default is the public figure of the UK terms. A run that
    /// would exceed it starts only after a confirmation.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int MonthlyRequests { get; set; } = 5000;

    /// <summary>
    /// The review warns when the month's requests, the planned run included, reach this percentage of <see
    /// cref="MonthlyRequests"/>.
    /// </summary>
    [Range(1, 100)]
    public int WarnPercent { get; set; } = 80;
}
