using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.Allowance;

/// <summary>
/// What an Xledger subscription includes each month. The default is the public figure of the UK terms
/// (contracts/xledger.md 5); others may differ.
/// </summary>
public sealed class AllowanceOptions
{
    public const string Section = "Xledger:Allowance";

    [Range(1, int.MaxValue)]
    public int MonthlyRequests { get; set; } = 5000;

    /// <summary>
    /// From this share of <see cref="MonthlyRequests"/> on the review warns; a run that would go over it starts only
    /// when somebody confirms that.
    /// </summary>
    [Range(1, 100)]
    public int WarnPercent { get; set; } = 80;
}
