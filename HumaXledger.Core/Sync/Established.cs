using HumaXledger.Core.People;

namespace HumaXledger.Core.Sync;

/// <summary>What became of storing a connection.</summary>
public abstract record Established
{
    private Established()
    {
    }

    public sealed record Done(Guid ConnectionId) : Established;

    public sealed record Refused(Reason Reason) : Established;
}
