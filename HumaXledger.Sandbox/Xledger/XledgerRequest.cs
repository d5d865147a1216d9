using HumaXledger.Sandbox.GraphQL;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>What answering one request needs.</summary>
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
    public Visibility Visibility { get; } = new(store, token.EntityOwnerDbId);

    /// <summary>How many more nodes are carried out before a fault breaks the request off; null for all.</summary>
    public int? NodesLeft { get; set; }

    /// <summary>The day in Oslo.</summary>
    public DateOnly Today { get; } = DateOnly.FromDateTime(OsloTime.From(utcNow));

    public bool May(XledgerScope scope, XledgerAccess access) => token.Rights.Contains(new XledgerRight(scope, access));

    /// <exception cref="RequestRefusedException">The token may not write that.</exception>
    public void DemandWrite(XledgerScope scope)
    {
        if (!May(scope, XledgerAccess.Write))
            throw new RequestRefusedException(XledgerErrors.NoAccess);
    }
}
