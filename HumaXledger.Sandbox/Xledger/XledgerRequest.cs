using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>The state of one request for its resolvers.</summary>
internal sealed class XledgerRequest(
    XledgerStore store,
    XledgerSwitches switches,
    XledgerLimits limits,
    TokenRow token,
    DateTime utcNow
)
{
    public XledgerStore Store => store;
    public XledgerSwitches Switches => switches;
    public XledgerLimits Limits => limits;
    public TokenRow Token => token;

    /// <summary>What the token sees of the entity tree.</summary>
    public Visibility Visibility { get; } = new(store, token.EntityOwnerDbId);

    /// <summary>Whether a fault lets only the first half of a mutation's nodes be written; a single node is.</summary>
    public bool Half { get; init; }

    /// <summary>Whether the operation is a mutation; false until it is executed.</summary>
    public bool Writes { get; set; }

    /// <summary>How many more nodes are written before a fault interrupts the request; null for no limit.</summary>
    public int? NodesLeft { get; set; }

    /// <summary>The current day in Oslo.</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(OsloTime.From(utcNow));

    /// <summary>Whether the token has the right.</summary>
    public bool May(XledgerScope scope, XledgerAccess access) => token.Rights.Contains(new XledgerRight(scope, access));

    /// <summary>Requires the right to write a scope.</summary>
    /// <exception cref="RequestRefusedException">The token does not have the right.</exception>
    public void DemandWrite(XledgerScope scope)
    {
        if (!May(scope, XledgerAccess.Write))
            throw new RequestRefusedException(XledgerErrors.NoAccess);
    }
}
