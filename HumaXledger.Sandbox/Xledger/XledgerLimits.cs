namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Limits and prices (contracts/xledger.md 5). Bound from <c>Sandbox:Limits:Xledger</c>; unknown values have a chosen
/// number.
/// </summary>
public sealed record XledgerLimits
{
    /// <summary>Requests of one token within <see cref="BurstWindow"/>.</summary>
    public int BurstRequests { get; set; } = 20;

    /// <summary>The window of <see cref="BurstRequests"/>.</summary>
    public TimeSpan BurstWindow { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Concurrent requests of one token. The real number is unknown.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>
    /// Credits of one token within <see cref="CreditWindow"/>. Balance and costs are unknown; see
    /// <see cref="CreditsPerRequest"/>.
    /// </summary>
    public int Credits { get; set; } = 20_000;

    /// <summary>The window of <see cref="Credits"/>; it starts with the first request.</summary>
    public TimeSpan CreditWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Base cost of a request, before <see cref="RecordsPerCredit"/> and <see cref="NodesPerCredit"/>.
    /// </summary>
    public int CreditsPerRequest { get; set; } = 1;

    /// <summary>One more credit for every so many requested records.</summary>
    public int RecordsPerCredit { get; set; } = 100;

    /// <summary>One more credit for every so many written nodes.</summary>
    public int NodesPerCredit { get; set; } = 10;

    /// <summary>Most records that a page may have.</summary>
    public int RecordsPerQuery { get; set; } = 10_000;

    /// <summary>Most nodes of a mutation; see <see cref="XledgerSwitches.NodesCountTogether"/>.</summary>
    public int NodesPerMutation { get; set; } = 500;
}
