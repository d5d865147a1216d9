using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Whether the Xledger token still belongs to the entity that it belonged to when the comparison was read. Each read of
/// employees tells, so that asking costs no request; ask after the
/// read that comes before a write.
/// </summary>
/// <param name="compared">The entity then; null where it was not told.</param>
internal sealed class TokenEntity(IXledgerClient client, string? compared)
{
    /// <exception cref="StalePlan">It belongs to another one now.</exception>
    public void Demand()
    {
        if (compared is not null && client.TokenEntity is { } now && now != compared)
        {
            throw new StalePlan(new Reason(ConnectionReasons.OtherEntity));
        }
    }
}
