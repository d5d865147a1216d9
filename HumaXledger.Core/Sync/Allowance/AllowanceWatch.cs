using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Systems;

namespace HumaXledger.Core.Sync.Allowance;

/// <summary>
/// Xledger's monthly allowance as one run has to heed it: asked before each batch, because others may use it up
/// meanwhile.
/// </summary>
internal sealed class AllowanceWatch(AllowanceCheck allowance, Guid planId, Connection connection, RequestMeter meter)
{
    /// <exception cref="Xledger.XledgerFault">The allowance is used up, and no confirmation for this plan is
    /// stored.</exception>
    public Task DemandAsync(CancellationToken cancellation) =>
        allowance.DemandAsync(planId, connection, meter, cancellation);
}
