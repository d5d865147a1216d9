using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>What is to take the place of a connection's token or key. Not stored before it was verified.</summary>
public abstract record NewKey
{
    private NewKey() { }

    public sealed record Xledger(XledgerToken Token) : NewKey;

    public sealed record Huma(string ClientId, Secret ClientSecret) : NewKey;
}
