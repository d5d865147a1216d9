namespace HumaXledger.Core.Sync.Allowance;

/// <summary>
/// How far Xledger's monthly allowance reaches: what was used of it this month and what is planned on top, in requests.
/// </summary>
public sealed record AllowanceForecast(long Used, int Planned, int Allowance, int WarnPercent)
{
    /// <summary>Of the allowance, when what is planned has been used too; 1 is all of it.</summary>
    public double Share => (Used + Planned) / (double)Allowance;

    /// <summary>Whether the plan goes over the allowance.</summary>
    public bool Exceeds => Used + Planned > Allowance;

    /// <summary>Whether nothing of it is left.</summary>
    public bool IsUsedUp => Used >= Allowance;

    /// <summary>Whether the share reaches the limit for a warning.</summary>
    public bool Warns => Share * 100 >= WarnPercent;
}
