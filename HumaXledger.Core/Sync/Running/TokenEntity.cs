using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Whether the Xledger token still belongs to the entity that it belonged to when the comparison was read. Each read of
/// employees includes it, so the check costs no request; check after the read that comes before a write.
/// </summary>
/// <param name="compared">The entity then; null if unknown.</param>
internal sealed class TokenEntity(IXledgerClient client, string? compared)
{
    /// <exception cref="StalePlan">It belongs to another one now.</exception>
    public void Demand()
    {
        if (client.OtherEntityThan(compared) is { } other)
        {
            throw new StalePlan(other);
        }
    }
}
