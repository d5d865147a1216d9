using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>What is to take the place of a connection's token or key. Not stored before it was verified.</summary>
public abstract record NewKey
{
    private NewKey() { }

    /// <summary>A token of Xledger.</summary>
    public sealed record Xledger(XledgerToken Token) : NewKey;

    /// <summary>Client id and secret of Huma.</summary>
    public sealed record Huma(string ClientId, Secret ClientSecret) : NewKey;
}
