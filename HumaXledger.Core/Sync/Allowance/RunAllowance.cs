using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Systems;

namespace HumaXledger.Core.Sync.Allowance;

/// <summary>
/// Xledger's monthly allowance during one run: checked before each batch, because other runs and users of the token may
/// use it up meanwhile.
/// </summary>
internal sealed class RunAllowance(AllowanceCheck allowance, Guid planId, Connection connection, RequestMeter meter)
{
    /// <exception cref="Xledger.XledgerFault">The allowance is used up, and no confirmation for this plan is
    /// stored.</exception>
    public Task DemandAsync(CancellationToken cancellation) =>
        allowance.DemandAsync(planId, connection, meter, cancellation);
}
