using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;

namespace HumaXledger.Core.Huma;

/// <summary>What a fault of the conversation with Huma is about.</summary>
public enum HumaFaultCause
{
    /// <summary>The host is not known, not reachable or not trusted.</summary>
    Host,

    /// <summary>The connection broke, or no answer came in time.</summary>
    Lost,

    /// <summary>The server is in trouble.</summary>
    Server,

    /// <summary>Huma asked for fewer requests (429); nothing was carried out.</summary>
    Limited,

    /// <summary>The key may not do this.</summary>
    Forbidden,

    /// <summary>The address is not Huma's.</summary>
    NotFound,

    /// <summary>An answer that is not understood, is too large, or holds something else than expected.</summary>
    Answer,

    /// <summary>The key is not accepted.</summary>
    Key,

    /// <summary>The stored key can no longer be read.</summary>
    Secret,

    /// <summary>The key belongs to another organization than the one that was connected.</summary>
    OtherOrganization,

    /// <summary>A list is known to be incomplete.</summary>
    Incomplete,
}

/// <summary>
/// A failure that concerns the connection to Huma and not one person. The reason names the request and the cause,
/// without personal values.
/// </summary>
public sealed class HumaFault(HumaFaultCause cause, Reason reason, bool transient, Exception? inner = null)
    : SystemFault(reason, transient, inner)
{
    /// <summary>What code branches on; <see cref="SystemFault.Reason"/> explains it to a person.</summary>
    public HumaFaultCause Cause { get; } = cause;

    /// <summary>
    /// Huma asked for fewer requests (429); nothing was carried out. After all repetitions this is about all people.
    /// </summary>
    internal bool Limited => Cause == HumaFaultCause.Limited;
}
