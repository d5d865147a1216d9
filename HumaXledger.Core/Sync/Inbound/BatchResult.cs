using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>The result of one batch of a connection.</summary>
/// <param name="People">How many people were processed; 0: nothing was due.</param>
/// <param name="Fault">A fault common to all people: a system, its token or the allowance; null without one.</param>
public sealed record BatchResult(int People, Reason? Fault = null)
{
    /// <summary>Nothing was due.</summary>
    public static readonly BatchResult Nothing = new(0);

    /// <summary>A manual synchronization is under way; the batch continues afterwards.</summary>
    public static readonly BatchResult Deferred = new(0) { Busy = true };

    /// <summary>Whether a manual run or comparison had the connection.</summary>
    public bool Busy { get; private init; }

    /// <summary>Requests to Xledger that the batch took.</summary>
    public int XledgerRequests { get; init; }

    /// <summary>The request window of the token when the batch ended; null where Xledger was not asked.</summary>
    public XledgerWindow? Window { get; init; }

    /// <summary>When it is worth trying again, UTC; null where nothing says.</summary>
    public DateTime? NotBefore { get; init; }
}
