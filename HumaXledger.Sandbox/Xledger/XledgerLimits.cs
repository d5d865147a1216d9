namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Limits and prices (contracts/xledger.md 5). Bound from <c>Sandbox:Limits:Xledger</c>; what is unknown has a chosen
/// number.
/// </summary>
public sealed record XledgerLimits
{
    /// <summary>Requests of one token within <see cref="BurstWindow"/>.</summary>
    public int BurstRequests { get; set; } = 20;

    public TimeSpan BurstWindow { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests of one token at the same time. The real number is unknown.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>
    /// Credits of one token within <see cref="CreditWindow"/>. Balance and costs are unknown; see
    /// <see cref="CreditsPerRequest"/>.
    /// </summary>
    public int Credits { get; set; } = 20_000;

    public TimeSpan CreditWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// What every request costs, before <see cref="RecordsPerCredit"/> and <see cref="NodesPerCredit"/>.
    /// </summary>
    public int CreditsPerRequest { get; set; } = 1;

    /// <summary>Records asked for that cost one more credit.</summary>
    public int RecordsPerCredit { get; set; } = 100;

    /// <summary>Nodes written that cost one more credit.</summary>
    public int NodesPerCredit { get; set; } = 10;

    public int RecordsPerQuery { get; set; } = 10_000;
    public int NodesPerMutation { get; set; } = 500;

    /// <summary>
    /// Included per month (UK subscription). Above it the real system costs money and goes on; so does the sandbox.
    /// </summary>
    public int RequestsPerMonth { get; set; } = 5_000;

    public int MegabytesDownPerMonth { get; set; } = 1_000;
    public int MegabytesUpPerMonth { get; set; } = 1_000;
}
