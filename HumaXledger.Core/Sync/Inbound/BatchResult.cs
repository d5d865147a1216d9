using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>What one turn at a connection came to.</summary>
/// <param name="People">How many people were dealt with; 0: nothing was due.</param>
/// <param name="Fault">What concerns everybody: a system, its token or the allowance; null where nothing does.</param>
public sealed record BatchResult(int People, Reason? Fault = null)
{
    /// <summary>Nothing was due.</summary>
    public static readonly BatchResult Nothing = new(0);

    /// <summary>Somebody synchronizes the connection; it goes on afterwards.</summary>
    public static readonly BatchResult MakesWay = new(0) { Busy = true };

    /// <summary>Whether a manual run or comparison had the connection.</summary>
    public bool Busy { get; private init; }

    /// <summary>When it is worth trying again, UTC; null where nothing says.</summary>
    public DateTime? NotBefore { get; init; }
}
